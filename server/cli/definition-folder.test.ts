import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyDefinition } from "#engine/definition/app-definition";
import { recordKinds } from "#engine/kinds/facts-of";
import { app, fieldId, model, testId, text } from "../../tests/builders.ts";
import { sampleApp } from "../../tests/support/sample-app.ts";
import { readDefinitionFolder, writeDefinitionFolder } from "./definition-folder.ts";

let work: string;
beforeEach(() => {
  work = mkdtempSync(path.join(tmpdir(), "quintet-folder-"));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const books = app(model("book", text("title")));
const template = {
  kind: "template",
  id: "tpl_list0000000000",
  name: "books/list.html",
  source: "<p>",
  order: "i",
} as const;
const shop = { ...books, records: { ...books.records, [template.id]: template } };

/** Somebody else's repository: each file and folder that an export writes may be a link that leads out of it. */
it.each(["app.json", "models", "models/book.json", "templates", "templates/books", "templates/books/list.html"])(
  "writes nothing through a link at %s",
  (name) => {
    const folder = path.join(work, "repository");
    const outside = path.join(work, "outside");
    const target = path.join(outside, path.basename(name));
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    mkdirSync(outside);
    writeFileSync(path.join(folder, "app.json"), "{}");
    if (name === "app.json") rmSync(path.join(folder, "app.json"));
    const isFile = /\.\w+$/.test(name);
    if (isFile) writeFileSync(target, "precious");
    else mkdirSync(target);
    symlinkSync(target, path.join(folder, name));
    expect(() => writeDefinitionFolder(folder, shop, true)).toThrow(/is a link/);
    expect(readdirSync(isFile ? outside : target)).toEqual(isFile ? [path.basename(name)] : []);
    expect(existsSync(path.join(folder, "templates.json"))).toBe(false);
    rmSync(path.join(folder, name));
    writeDefinitionFolder(folder, shop, true);
    expect(readDefinitionFolder(folder)).toEqual(shop);
  },
);

it("gives back what was written, of every kind of record", () => {
  const sample = sampleApp({
    kind: "formLines",
    id: testId("formLines", "books"),
    formId: testId("form", "edit"),
    relationFieldId: fieldId("book", "author"),
    ...{ min: 0, max: 9, blank: 1, canAdd: true, canDelete: true },
    order: "a",
  });
  const kinds = new Set<string>(Object.values(sample.records).map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([...recordKinds()].sort());
  const folder = path.join(work, "app");
  writeDefinitionFolder(folder, sample, false);
  expect(readDefinitionFolder(folder)).toEqual(sample);
  // Records that are gone leave no file that would bring them back.
  writeDefinitionFolder(folder, emptyDefinition("Shop"), false);
  expect(readDefinitionFolder(folder)).toEqual(emptyDefinition("Shop"));
});

it("reads nothing through a link either", () => {
  const folder = path.join(work, "app");
  writeDefinitionFolder(folder, emptyDefinition("Shop"), false);
  writeFileSync(path.join(work, "secret"), "precious");
  mkdirSync(path.join(folder, "templates"));
  symlinkSync(path.join(work, "secret"), path.join(folder, "templates", "a.html"));
  symlinkSync(work, path.join(folder, "models"));
  expect(readDefinitionFolder(folder)).toEqual(emptyDefinition("Shop"));
});

describe("a file that is none of an app's", () => {
  it.each([
    ["rotes.json", "routes.json"],
    ["forms.json", "forms/….json"],
    ["model.json", "models/….json"],
    ["models/book.jsn", "models/….json"],
    ["app.jso.json", undefined],
    ["package.json", undefined],
    ["README.md", undefined],
    ["models/.DS_Store", undefined],
  ])("%s", (file, meant) => {
    const folder = path.join(work, "shop");
    writeDefinitionFolder(folder, shop, false);
    writeFileSync(path.join(folder, file), "{}");
    const read = () => readDefinitionFolder(folder);
    if (meant === undefined) expect(read()).toEqual(shop);
    else {
      expect(read).toThrow(/files that are not read/);
      expect(caught(read)).toMatchObject({ code: "files_unknown", lines: [`${file}: an app has ${meant}`] });
    }
  });
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
