import { describe, expect, it } from "vitest";
import { app } from "../../../tests/builders.ts";
import { png } from "../../../tests/support/png.ts";
import { defaultTheme } from "../../definition/app-theme.ts";
import { base64OfBytes } from "../../definition/base64.ts";
import { readDefinition } from "../../definition/reader.ts";
import { applyEdits } from "../apply-edits.ts";
import { setTheme } from "./theme.ts";

const empty = app();
const withLook = (change: Parameters<typeof setTheme>[1], definition = empty) => {
  const { operations } = setTheme(readDefinition(definition), change, "Change the look");
  if (operations.length === 0) return definition;
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};

describe("the look of an app", () => {
  it("begins with the default one, changes part by part, and is gone when it is the default again", () => {
    const green = withLook({ accent: "#1b7f3b" });
    expect(green.settings.theme).toEqual({ ...defaultTheme, accent: "#1b7f3b" });
    const square = withLook({ radius: "none" }, green);
    expect(square.settings.theme).toMatchObject({ accent: "#1b7f3b", radius: "none" });
    expect(withLook({ accent: defaultTheme.accent, radius: "normal" }, square)).toEqual(empty);
    expect(setTheme(readDefinition(green), { accent: "#1b7f3b" }, "").operations).toEqual([]);
  });

  it("has pictures that are removed by themselves", () => {
    const logo = base64OfBytes(png({ width: 4, height: 4 }));
    const branded = withLook({ logo });
    expect(branded.settings.theme?.logo).toBe(logo);
    expect(withLook({ logo: undefined }, branded)).toEqual(empty);
  });

  it("refuses a picture that is none, in words", () => {
    const svg = base64OfBytes(Uint8Array.from(Buffer.from("<svg/>")));
    const { operations } = setTheme(readDefinition(empty), { logo: svg }, "");
    const result = applyEdits(empty, operations);
    expect(result).toMatchObject({ ok: false, refusal: { code: "value_invalid", property: "theme" } });
    if (!result.ok) expect(result.refusal.message).toContain("SVG can contain scripts");
  });
});
