import { describe, expect, it } from "vitest";
import { listOf, scalar, type ValueType } from "../../value-types/value-type.ts";
import { filterNamed } from "./registry.ts";
import { filterSettings } from "./template-filters.ts";

function apply(name: string, input: unknown, argument: unknown = null, locale = "en"): unknown {
  return filterNamed(name)?.prepare(filterSettings({ locale, timeZone: "Europe/Berlin" }))(input, argument);
}
const check = (name: string, input: ValueType, literal?: unknown, locale = "en") => {
  const argument = literal === undefined ? undefined : { type: scalar("text"), literal };
  const result = filterNamed(name)?.check(input, argument, filterSettings({ locale, timeZone: "UTC" }));
  return result?.ok ? result.type : result?.message;
};

describe("timesince and timeuntil", () => {
  it.each([
    ["2026-11-26T04:00:00Z", "2026-11-30T10:30:00Z", "4 days, 6 hours"],
    ["2026-11-30T10:30:00Z", "2026-11-30T10:30:59Z", "0 minutes"],
    ["2026-11-30T10:30:00Z", "2026-11-30T10:29:00Z", "0 minutes"],
    ["2024-02-29T00:00:00Z", "2026-02-28T00:00:00Z", "2 years"],
    ["2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", "1 month"],
    ["2026-11-01T00:00:00.123456Z", "2026-11-16T00:00:00.2Z", "2 weeks, 1 day"],
    ["2026-11-30T09:00:00Z", "2026-11-30T10:01:00Z", "1 hour, 1 minute"],
    // In Berlin it is the first of December already.
    ["2026-11-28", "2026-11-30T23:30:00Z", "3 days"],
    ["2026-11-30", "2026-11-30T10:00:00Z", "0 days"],
    ["not a date", "2026-11-30T10:00:00Z", null],
    [null, "2026-11-30T10:00:00Z", null],
  ])("from %s to %s: %s", (from, to, expected) => {
    expect(apply("timesince", from, to)).toBe(expected);
    expect(apply("timeuntil", to, from)).toBe(expected);
  });
  it("speaks the app's language", () => {
    const dates = ["2026-11-26T04:00:00Z", "2026-11-30T10:30:00Z"] as const;
    expect(apply("timesince", ...dates, "de")).toBe("4 Tage, 6 Stunden");
    expect(String(apply("timesince", ...dates, "fr")).replace(/\s/g, " ")).toBe("4 jours et 6 heures");
  });
  it("is for dates", () => {
    expect(check("timesince", scalar("text"))).toMatch(/is for dates; this is text/);
    expect(check("timesince", scalar("date"), "x")).toMatch(/is for dates/);
  });
});

describe("slice", () => {
  const letters = ["a", "b", "c", "d", "e"];
  it.each([
    [":2", "ab"],
    ["2", "ab"],
    ["1:3", "bc"],
    ["-2:", "de"],
    [":-1", "abcd"],
    ["::2", "ace"],
    ["1::2", "bd"],
    ["::-1", "edcba"],
    ["3:0:-1", "dcb"],
    ["9:", ""],
    ["-99:99", "abcde"],
    ["-99:99:3", "ad"],
    ["999999999:0:-3", "eb"],
  ])("%s", (range, expected) => {
    expect((apply("slice", letters, range) as string[]).join("")).toBe(expected);
    expect(apply("slice", "abcde", range)).toBe(expected);
  });
  it("never cuts a character in two, and refuses what is no slice", () => {
    expect(apply("slice", "🎬🎬🎬", ":2")).toBe("🎬🎬");
    for (const range of ["", "a", "1:2:0", "1:2:3:4", "1.5"])
      expect(check("slice", scalar("text"), range)).toMatch(/no slice/);
  });
  it("keeps the type of a list", () => {
    expect(check("slice", listOf(scalar("int")), ":2")).toEqual(listOf(scalar("int")));
  });
});

describe("pluralize", () => {
  it.each([
    ["en", "y,ies", [0, "ies"], [1, "y"], [2, "ies"]],
    ["en", "s", [1, ""], [1.5, "s"]],
    ["fr", "s", [0, ""], [1, ""], [2, "s"]],
    ["pl", ",y,ów", [1, ""], [2, "y"], [5, "ów"], [22, "y"], [1.5, "ów"]],
    ["ru", "а,ы,", [1, "а"], [3, "ы"], [11, ""], [21, "а"]],
    ["ar", "0,1,2,f,m,o", [0, "0"], [1, "1"], [2, "2"], [5, "f"], [11, "m"], [100, "o"]],
    ["ja", "a,b", [1, "b"], [2, "b"]],
  ] as [string, string, ...[number, string][]][])("in %s: %s", (locale, endings, ...cases) => {
    for (const [count, ending] of cases) expect(apply("pluralize", count, endings, locale)).toBe(ending);
  });
  it("counts lists, reads decimals, and takes an absent number for many", () => {
    expect([apply("pluralize", ["a"]), apply("pluralize", "1.00"), apply("pluralize", null)]).toEqual(["", "", "s"]);
  });
  it("refuses more endings than the language has forms", () => {
    expect(check("pluralize", scalar("int"), "a,b,c")).toMatch(
      /3 endings, and the app's language has 2 forms: one, other/,
    );
    expect(check("pluralize", scalar("int"), "a,b,c", "pl")).toEqual(scalar("text"));
  });
});

describe("json_script", () => {
  it("cannot be left by what it holds", () => {
    const html = apply("json_script", `</script><script>alert(1)</script>&\u2028`, `x"><script>`) as string;
    expect(html).toBe(
      '<script id="x&quot;&gt;&lt;script&gt;" type="application/json">"\\u003C/script\\u003E\\u003Cscript\\u003Ealert(1)\\u003C/script\\u003E\\u0026\\u2028"</script>',
    );
    expect(JSON.parse(/>(.*)<\/script>/.exec(html)?.[1] ?? "")).toBe(`</script><script>alert(1)</script>&\u2028`);
  });
  it("takes no rows, whose fields nobody chose", () => {
    expect(check("json_script", listOf(scalar("int")))).toEqual(scalar("text"));
    expect(check("json_script", { kind: "record", modelId: "mdl_000000000001" as never, key: "int" })).toMatch(
      /single values/,
    );
  });
});

describe("numbers by language", () => {
  it.each([
    ["floatformat", "1234.5", 2, "de", "1234,50"],
    ["floatformat", "1234.5", "2g", "de", "1.234,50"],
    ["floatformat", "1234.5", "g", "en-IN", "1,234.5"],
    ["floatformat", "1234.5", "2u", "de", "1234.50"],
    ["number", 1234567, null, "de", "1.234.567"],
    ["percent", "0.125", 1, "en", "12.5%"],
    ["percent", 0.5, null, "de", "50\u00a0%"],
    ["filesizeformat", 13_200, null, "en", "13.2 kB"],
    ["filesizeformat", 1, null, "en", "1 byte"],
    ["filesizeformat", "4100000", null, "de", "4,1 MB"],
    ["filesizeformat", 0, null, "en", "0 bytes"],
    ["cut", "a b c", " ", "en", "abc"],
    ["cut", "aaa", "", "en", "aaa"],
    ["default_if_none", 0, 7, "en", 0],
    ["default_if_none", null, 7, "en", 7],
  ] as const)("%s of %s with %s in %s is %s", (name, input, argument, locale, expected) => {
    expect(apply(name, input, argument, locale)).toBe(expected);
  });
});
