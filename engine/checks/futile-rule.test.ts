import { describe, expect, it } from "vitest";
import { app, integer, model, text } from "../../tests/builders.ts";
import { checkApp } from "./check-app.ts";

const found = (rule: string) =>
  checkApp(app(model("book", text("title"), integer("price"), { rules: { delete: rule } })))
    .filter(({ code }) => code !== "RULE_W004")
    .map(({ code, severity }) => `${severity} ${code}`);

describe("a rule that cannot be meant", () => {
  it.each([
    "null",
    "record == record",
    "record != record",
    "record != null",
    "record.price == record.price",
    "record.price <= record.price",
    "price == price",
    "record.title + 'a' == record.title + 'a'",
    "user.group == user.group",
    "1 == 1",
    "1 == 2",
    "'a' != 'b'",
    "not true",
    "not false",
    "true and true",
    "user != null or true",
    "user != null and false",
    "user != null and (record.price > 3 or 1 < 2)",
    "'a' in ['a', 'b']",
    "1 < 2 ? user != null : false",
    "user != null or not (user != null)",
    "record.price > 1 and not (record.price > 1)",
  ])("is an error: %s", (rule) => expect(found(rule)).toEqual(["error RULE_E008"]));

  it.each([
    "true",
    " true ",
    "false",
    "user != null",
    "user == null",
    "user.group == 'staff'",
    "record.price > 1 and record.price < 10",
    "record.price > 1 or not (record.price > 2)",
    "record.title != null",
    "now() > timestamp('2026-01-01T00:00:00Z')",
    "record.price == 1 ? true : user != null",
    "user.group in ['a', 'b']",
    "request.method == 'GET'",
  ])("is nothing else: %s", (rule) => expect(found(rule)).toEqual([]));
});
