import { describe, expect, it } from "vitest";
import { instantFromZone, instantInZone } from "./zoned-time.ts";

describe("instants in the app's time zone", () => {
  it.each([
    ["2026-11-22T13:30:00Z", "Europe/Berlin", "2026-11-22 14:30"],
    ["2026-07-01T22:30:05.25Z", "Europe/Berlin", "2026-07-02 00:30:05.25"],
    ["1901-02-03T00:00:00Z", "UTC", "1901-02-03 00:00"],
    ["2026-11-22T13:30:00.123456Z", "UTC", "2026-11-22 13:30:00.123456"],
  ])("shows %s in %s as %s and reads it back", (instant, zone, shown) => {
    expect(instantInZone(instant, zone)).toBe(shown);
    expect(instantFromZone(shown, zone)).toBe(instant);
  });

  it("reads the first of an hour that a clock change repeats", () => {
    expect(instantFromZone("2026-10-25 02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00Z");
  });

  it("leaves an offset, and what is no instant, to the field type", () => {
    expect(instantFromZone("2026-11-22T14:30:00+02:00", "Europe/Berlin")).toBe("2026-11-22T14:30:00+02:00");
    expect(instantFromZone("yesterday", "UTC")).toBe("yesterday");
    expect(instantInZone("yesterday", "UTC")).toBe("yesterday");
  });
});
