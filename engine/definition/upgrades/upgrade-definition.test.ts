import { describe, expect, it } from "vitest";
import { app, model, text } from "../../../tests/builders.ts";
import { FORMAT_VERSION } from "../format-version.ts";
import { type FormatUpgrade, formatUpgrades } from "./format-upgrades.ts";
import { upgradeDefinition } from "./upgrade-definition.ts";

const shop = app(model("book", text("title")));

describe("upgradeDefinition", () => {
  it("refuses a newer format by name, and what is no definition by place", () => {
    expect(upgradeDefinition({ ...shop, formatVersion: FORMAT_VERSION + 1 })).toMatchObject({
      ok: false,
      reason: "newer_format",
    });
    expect(upgradeDefinition(null)).toMatchObject({ ok: false, reason: "not_a_definition" });
    expect(upgradeDefinition({ ...shop, settings: { ...shop.settings, locale: "?" } })).toMatchObject({
      ok: false,
      message: expect.stringContaining("settings.locale"),
    });
  });

  it("leaves a document of today's format as it is", () => {
    expect(upgradeDefinition(shop)).toEqual({ ok: true, definition: shop, from: FORMAT_VERSION });
  });

  it("runs each missing step once, in order", () => {
    const steps: FormatUpgrade[] = [2, 3].map((to) => ({
      to,
      description: "",
      upgrade: (document) => ({
        ...document,
        settings: { ...document.settings, label: `${document.settings.label} ${to}` },
      }),
    }));
    expect(upgradeDefinition(shop, steps)).toMatchObject({
      ok: true,
      from: 1,
      definition: { formatVersion: 3, settings: { label: "Test app 2 3" } },
    });
    expect(upgradeDefinition({ ...shop, formatVersion: 2 }, steps)).toMatchObject({
      definition: { settings: { label: "Test app 3" } },
    });
    expect(upgradeDefinition({ ...shop, formatVersion: 3 }, steps)).toMatchObject({
      definition: { settings: { label: "Test app" } },
    });
  });

  it("has steps without gaps up to today's format", () => {
    expect(formatUpgrades.map((step) => step.to)).toEqual(
      Array.from({ length: FORMAT_VERSION - 1 }, (_, index) => index + 2),
    );
  });
});
