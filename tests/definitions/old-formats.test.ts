import { describe, expect, it, vi } from "vitest";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import { fromFiles, toFiles } from "#engine/serialization/definition-files";
import { app, model, modelId, text } from "../builders.ts";

/** As if format 2 had been released, in which models have no colour any more, and fields have no weight. */
vi.mock(import("#engine/definition/format-version"), () => ({ FORMAT_VERSION: 2 as never }));
vi.mock(import("#engine/definition/upgrades/format-upgrades"), () => ({
  formatUpgrades: [
    {
      to: 2,
      description: "Models have no colour, fields no weight",
      upgrade: (document) => ({
        ...document,
        records: Object.fromEntries(
          Object.entries(document.records).map(([id, { colour: _, weight: __, ...record }]) => [id, record]),
        ),
      }),
    },
  ],
}));

const shop = app(model("book", text("title")));

/** The files as the format that is named would have them, with what format 2 does not know. */
function filesOf(format: number): ReadonlyMap<string, string> {
  const files = new Map(toFiles(shop));
  const change = (file: string, edit: (json: Record<string, unknown>) => void) => {
    const json = JSON.parse(files.get(file) ?? "{}");
    edit(json);
    files.set(file, JSON.stringify(json));
  };
  change("app.json", (json) => Object.assign(json, { format }));
  change("models/book.json", (json) => {
    json.colour = "red";
    Object.assign((json.fields as object[])[0] as object, { weight: 3 });
  });
  const orphan = { kind: "field", id: "fld_orphan000000", weight: 1 };
  const title = Object.values(shop.records).find(({ kind }) => kind === "field") as DefinitionRecord;
  files.set("others.json", JSON.stringify([{ ...title, ...orphan, modelId: "mdl_nowhere00000" }]));
  return files;
}

describe("the files of an app in an older format", () => {
  it("are read and upgraded, with what today's format does not know", () => {
    const read = fromFiles(filesOf(1));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(read.definition.records[modelId("book")]).toEqual(shop.records[modelId("book")]);
    expect(Object.keys(read.definition.records)).toHaveLength(3);
    expect(JSON.stringify(read.definition)).not.toMatch(/colour|weight/);
  });

  it("are judged as today's when they say that they are, and refused when they are of a newer one", () => {
    expect(fromFiles(filesOf(2))).toMatchObject({ ok: false });
    expect(
      fromFiles(new Map([...toFiles(shop), ["app.json", '{"format":3,"label":"x","timeZone":"UTC","locale":"en"}']])),
    ).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining("made by a newer Quintet") }] });
  });
});
