import { canonicalJson } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { shortHash } from "../short-hash.ts";

/**
 * One look-up in a definition: the name of a method of DefinitionReader and its argument, such as `fields mdl_book`.
 * Whatever is compiled depends on the answers to the look-ups that its compiler made, and on nothing else.
 */
export type Part = string;

type LookUp = (reader: DefinitionReader, argument: string) => unknown;

/** What each look-up answers. The answer is what is hashed, so an unchanged answer leaves what was compiled from it valid. */
const lookUps = {
  settings: (reader) => reader.definition.settings,
  records: (reader) => reader.definition.records,
  kind: (reader, kind) => reader.ofKind(kind as never),
  record: (reader, id) => reader.record(id as never),
  modelNamed: (reader, name) => reader.modelByName(name),
  templateNamed: (reader, name) => reader.templateByName(name),
  formNamed: (reader, name) => reader.formByName(name),
  formFields: (reader, formId) => reader.formFields(formId as never),
  formLines: (reader, formId) => reader.formLines(formId as never),
  lineFields: (reader, linesId) => reader.lineFields(linesId as never),
  fields: (reader, modelId) => reader.fields(modelId as never),
  choices: (reader, fieldId) => reader.choices(fieldId as never),
  validations: (reader, modelId) => reader.validations(modelId as never),
  constraints: (reader, modelId) => reader.constraints(modelId as never),
  rules: (reader, modelId) => reader.rules(modelId as never),
  fieldRules: (reader, fieldId) => reader.fieldRules(fieldId as never),
  relationsTo: (reader, modelId) => reader.relationsTo(modelId as never),
  collections: (reader, modelId) => reader.collections(modelId as never),
  isApiOpen: (reader, modelId) => reader.isApiOpen(modelId as never),
} satisfies Record<string, LookUp>;

export type LookUpName = keyof typeof lookUps;

export const partOf = (name: LookUpName, argument = ""): Part => `${name} ${argument}`;

/** The parts of one definition, each hashed when it is first asked for. */
export class DefinitionParts {
  readonly #reader: DefinitionReader;
  readonly #hashes = new Map<Part, string>();

  constructor(reader: DefinitionReader) {
    this.#reader = reader;
  }

  hashOf(part: Part): string {
    let hash = this.#hashes.get(part);
    if (hash === undefined) {
      const space = part.indexOf(" ");
      const answer = lookUps[part.slice(0, space) as LookUpName](this.#reader, part.slice(space + 1));
      hash = shortHash(answer === undefined ? "" : canonicalJson(answer as never));
      this.#hashes.set(part, hash);
    }
    return hash;
  }
}
