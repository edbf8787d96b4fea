import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "../../tests/arbitraries/definitions.ts";
import { identifierProblem, identifierSchema } from "../definition/identifiers.ts";
import { toFiles } from "./definition-files.ts";
import { definitionJsonSchema } from "./json-schema.ts";

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
ajv.addSchema(definitionJsonSchema("https://quintet.example/app.schema.json"));

/** Why a document does not fit one of the schemas; nothing when it fits. */
function misfits(name: string, document: unknown): unknown {
  const pointer = encodeURIComponent(name.replaceAll("/", "~1"));
  const validate = ajv.getSchema(`https://quintet.example/app.schema.json#/$defs/${pointer}`);
  if (!validate) throw new Error(`No schema for ${name}`);
  return validate(document) ? [] : validate.errors;
}

const schemaOf = (file: string): string => file.replace(/^models\/.*$/, "models/*.json");

describe("the published JSON Schema", () => {
  it("accepts every file of every app that can be exported, and the document itself", () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        expect(misfits("definition", definition)).toEqual([]);
        for (const [file, text] of toFiles(definition)) {
          if (file.endsWith(".json") && file !== "others.json")
            expect(misfits(schemaOf(file), JSON.parse(text)), file).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("refuses an unknown property, a wrong id, a type that is none and an option that it does not have", () => {
    const field = { id: "fld_000000000001", name: "title", label: "Title", help: "", default: null, order: "a0" };
    const model = (type: unknown) => ({
      id: "mdl_000000000001",
      name: "book",
      label: "Book",
      help: "",
      titleTemplate: "",
      order: "a0",
      fields: [{ ...field, type }],
    });
    expect(misfits("models/*.json", model({ name: "boolean" }))).toEqual([]);
    for (const wrong of [
      { ...model({ name: "boolean" }), colour: "red" },
      { ...model({ name: "boolean" }), id: "mdl_1" },
      model({ name: "flavour" }),
      model({ name: "boolean", maxLength: 3 }),
    ])
      expect(misfits("models/*.json", wrong)).not.toEqual([]);
  });

  it("knows the same identifiers as the program", () => {
    const pattern = new RegExp(identifierSchema.meta()?.pattern as string);
    const names = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.stringMatching(/^[a-z_][a-z0-9_]{0,50}$/),
      fc.constantFrom("in", "id", "order", "user", "ctid", "a__b", "a_", "trueish"),
    );
    fc.assert(fc.property(names, (name) => pattern.test(name) === (identifierProblem(name) === undefined)));
  });
});
