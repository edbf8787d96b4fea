import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "../../tests/arbitraries/definitions.ts";
import { app, choice, fieldId, integer, model, text } from "../../tests/builders.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { contentHash } from "./content-hash.ts";
import { fromFiles, isDefinitionFile, toFiles } from "./definition-files.ts";

const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");
const hash = (definition: AppDefinition) => contentHash(definition, sha256);
const shop = app(
  model(
    "book",
    { api: true, rules: { read: "true" } },
    text("title", { required: true }),
    choice("state", ["new", "read"]),
  ),
  model("con", integer("number")),
);

const read = (files: ReadonlyMap<string, string>) => {
  const result = fromFiles(files);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.definition;
};
const changed = (file: string, change: (content: string) => string) => {
  const files = new Map(toFiles(shop));
  files.set(file, change(files.get(file) ?? ""));
  return fromFiles(files);
};

describe("a definition as files", () => {
  it("keeps its hash and its files from one version of Quintet to the next", () => {
    const files = [...toFiles(shop)].map(([file, content]) => `${file}\n${content}`).join("");
    expect(hash(shop)).toBe("sha256-87598e160cce1a112e36aef33be4b258a42daf6f53a236da7ff079bec11eb7e6");
    expect(sha256(files)).toBe("e2b41102fab7bb18ffdf14b24c7d28a3c363596fb07bb21aced3ef8f4dabb7ec");
  });

  it("comes back with the same hash, whatever it says", () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        const again = read(toFiles(definition));
        expect(again).toEqual(definition);
        expect(hash(again)).toBe(hash(definition));
        expect([...toFiles(again)]).toEqual([...toFiles(definition)]);
        expect([...toFiles(definition).keys()].filter((file) => !isDefinitionFile(file))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("has no file beside the app's, whatever its name", () => {
    const others = [
      "README.md",
      "package.json",
      "forms/a/b.json",
      "forms/notes.txt",
      "models",
      "templates/",
      ".git/config",
    ];
    expect([...others, "data/rows.csv", "../app.json", "constructor"].filter(isDefinitionFile)).toEqual([]);
  });

  it("comes back also when names are there twice, owners are missing, and the order of the files is another", () => {
    const book = Object.values(shop.records)[0] as (typeof shop.records)[`mdl_${string}`];
    const twin = { ...book, id: "mdl_twin00000000" as const };
    const orphan = {
      ...shop.records[fieldId("book", "title")],
      id: "fld_orphan000000" as const,
      modelId: "mdl_nowhere00000",
    };
    const odd = { ...shop, records: { ...shop.records, [twin.id]: twin, [orphan.id]: orphan } } as AppDefinition;
    const files = toFiles(odd);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(["models/book.json", "models/book.mdl_twin00000000.json", "others.json"]),
    );
    expect(hash(read(new Map([...files].reverse())))).toBe(hash(odd));
  });

  it("reads like a text, without what is so by default", () => {
    expect(toFiles(shop).get("models/book.json")).toMatchInlineSnapshot(`
      "{
        "id": "mdl_bookykeiz4000000",
        "name": "book",
        "label": "Book",
        "order": "i",
        "fields": [
          {
            "id": "fld_booktitlengk2o00",
            "name": "title",
            "label": "Title",
            "type": {
              "name": "text",
              "maxLength": 200
            },
            "required": true,
            "order": "i"
          },
          {
            "id": "fld_bookstateng2ov30",
            "name": "state",
            "label": "State",
            "type": {
              "name": "choice"
            },
            "order": "j",
            "choices": [
              {
                "id": "cho_fldbookstate1ozjzu5",
                "label": "New",
                "value": "new",
                "order": "i"
              },
              {
                "id": "cho_fldbookstatenq9dr3",
                "label": "Read",
                "value": "read",
                "order": "j"
              }
            ]
          }
        ],
        "rules": [
          {
            "id": "rul_bookreadodx1fe00",
            "action": "read",
            "expression": "true"
          }
        ],
        "rest": [
          "api_bookykeiz4000000"
        ]
      }
      "
    `);
    // "con.json" cannot be written on Windows.
    expect([...toFiles(shop).keys()]).toEqual([
      "app.json",
      "models/book.json",
      expect.stringMatching(/^models\/con\.mdl_con.*\.json$/),
    ]);
  });

  it("says which file is wrong and why, and all at once", () => {
    expect(changed("models/book.json", (content) => content.slice(1))).toMatchObject({
      ok: false,
      problems: [{ file: "models/book.json", message: expect.stringContaining("not JSON") }],
    });
    expect(changed("models/book.json", (content) => content.replace('"title"', '"not legal"'))).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining("fields.0.name") }],
    });
    expect(changed("models/copy.json", () => toFiles(shop).get("models/book.json") ?? "")).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        { file: "models/copy.json", message: expect.stringContaining("in models/book.json too") },
      ]),
    });
    expect(changed("notes.txt", () => "x")).toMatchObject({ ok: false, problems: [{ file: "notes.txt" }] });
    expect(changed("app.json", (content) => content.replace('"format": 1', '"format": 2'))).toMatchObject({
      ok: false,
      problems: [{ file: "app.json", message: expect.stringContaining("newer Quintet") }],
    });
    expect(
      changed("templates.json", () => '[{"id": "tpl_000000000000", "name": "a.html", "order": "i"}]'),
    ).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining("templates/a.html") }] });
    expect(fromFiles(new Map())).toMatchObject({ ok: false, problems: [{ file: "app.json" }] });
  });
});
