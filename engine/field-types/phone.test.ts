import { expect, it } from "vitest";
import { callingCode, callingCountries } from "./calling-codes.ts";
import { readPhone } from "./phone.ts";

it.each([
  ["AT", "01 580-58", "+43158058"],
  ["DE", "(030) 90 18 20", "+4930901820"],
  ["US", "(555) 123-4567", "+15551234567"],
  ["US", "1 555 123 4567", "+15551234567"],
  ["IT", "06 6982 1234", "+390669821234"],
  ["ES", "912 345 678", "+34912345678"],
  ["HU", "06 1 234 5678", "+3612345678"],
  ["RU", "8 (495) 123-45-67", "+74951234567"],
  ["GB", "020 7946 0000", "+442079460000"],
  ["AT", "+44 (0)20 7946 0000", "+442079460000"],
  ["AT", "0041 44 668 18 00", "+41446681800"],
])("reads a number of %s as people write it: %s", (country, typed, stored) => {
  expect(readPhone(typed, { country })).toEqual({ ok: true, value: stored });
  expect(readPhone(stored, { country })).toEqual({ ok: true, value: stored });
});

it.each([["12"], ["1".repeat(20)], ["call me"], ["+"], ["١٢٣٤٥٦٧٨"]])("refuses %s", (typed) => {
  expect(readPhone(typed, { country: "AT" })).toMatchObject({ ok: false, code: "invalid" });
});

it("asks for the calling code where no country is set", () => {
  expect(readPhone("01 58058", {})).toMatchObject({ ok: false, message: expect.stringContaining("calling code") });
});

it("knows the calling code of every country once", () => {
  expect(new Set(callingCountries).size).toBe(callingCountries.length);
  for (const country of callingCountries) expect(callingCode(country)).toMatch(/^[1-9]\d{0,2}$/);
});
