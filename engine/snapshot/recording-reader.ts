import type { Derive } from "../definition/derivations.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import { shortHash } from "../short-hash.ts";
import { DefinitionParts, type LookUpName, type Part, partOf } from "./definition-parts.ts";

/** Something compiled, with the parts of the definition that it was compiled from. */
export class Kept<Value> {
  readonly value: Value;
  readonly #parts: readonly Part[];
  readonly #hashes: readonly string[];
  /** The definition that it is known to be valid for. */
  #validFor: DefinitionParts;

  constructor(value: Value, parts: ReadonlySet<Part>, definition: DefinitionParts) {
    this.value = value;
    this.#parts = [...parts];
    this.#hashes = this.#parts.map((part) => definition.hashOf(part));
    this.#validFor = definition;
  }

  /** Whether a compiler would make the same from this definition. Looks at the parts once per definition. */
  isValidFor(definition: DefinitionParts): boolean {
    if (this.#validFor === definition) return true;
    if (!this.#parts.every((part, index) => definition.hashOf(part) === this.#hashes[index])) return false;
    this.#validFor = definition;
    return true;
  }

  /** Whether it was used while this definition was served. */
  wasUsedWith(definition: DefinitionParts): boolean {
    return this.#validFor === definition;
  }

  /** What remembering its parts weighs: their names and hashes are shared with other things that are kept. */
  get bytes(): number {
    return this.#parts.length * 16;
  }

  /** A hash of all it depends on. */
  get key(): string {
    return shortHash(this.#parts.map((part, index) => `${part}=${this.#hashes[index]}`).join("\n"));
  }
}

/**
 * A definition as compilers read it: it records the look-ups that are made while something is compiled. A derived value
 * that is shared (the shape of a model, a parsed template) adds its own look-ups each time it is used.
 */
export class RecordingReader {
  readonly reader: DefinitionReader;
  readonly parts: DefinitionParts;
  /** The look-ups of what is being compiled; the innermost last. */
  readonly #open: Set<Part>[] = [];

  constructor(plain: DefinitionReader) {
    this.parts = new DefinitionParts(plain);
    this.reader = this.#recording(plain);
  }

  /** Compiles something, and keeps it with what it depends on. Compiling is synchronous. */
  keep<Value>(compile: () => Value): Kept<Value> {
    const [value, parts] = this.#record(compile);
    return new Kept(value, parts, this.parts);
  }

  /** The routes, for what is compiled: using them is a look-up too. */
  recordingRoutes(routes: RouteTable<RouteRecord>): RouteTable<RouteRecord> {
    const note = () => this.#note("kind", "route");
    return {
      match: (path) => {
        note();
        return routes.match(path);
      },
      reverse: (name, params) => {
        note();
        return routes.reverse(name, params);
      },
      find: (name) => {
        note();
        return routes.find(name);
      },
      get routes() {
        note();
        return routes.routes;
      },
      get problems() {
        note();
        return routes.problems;
      },
    };
  }

  #note(name: LookUpName, argument?: string): void {
    this.#open.at(-1)?.add(partOf(name, argument));
  }

  #record<Value>(work: () => Value): readonly [Value, Set<Part>] {
    const parts = new Set<Part>();
    this.#open.push(parts);
    try {
      return [work(), parts];
    } finally {
      this.#open.pop();
    }
  }

  #derive(): Derive {
    const made = new Map<string, readonly [value: unknown, parts: ReadonlySet<Part>]>();
    return <Value>(key: string, make: () => Value): Value => {
      let known = made.get(key);
      if (!known) {
        known = this.#record(make);
        made.set(key, known);
      }
      const user = this.#open.at(-1);
      if (user) for (const part of known[1]) user.add(part);
      return known[0] as Value;
    };
  }

  #recording(plain: DefinitionReader): DefinitionReader {
    const noted = <Argument extends string, Answer>(name: LookUpName, ask: (argument: Argument) => Answer) => {
      return (argument: Argument): Answer => {
        this.#note(name, argument);
        return ask(argument);
      };
    };
    const listed = <Answer>(kind: string, answer: Answer): Answer => {
      this.#note("kind", kind);
      return answer;
    };
    const definition = this.#recordingDefinition(plain);
    return {
      definition,
      get models() {
        return listed("model", plain.models);
      },
      get routes() {
        return listed("route", plain.routes);
      },
      get templates() {
        return listed("template", plain.templates);
      },
      get groups() {
        return listed("group", plain.groups);
      },
      get forms() {
        return listed("form", plain.forms);
      },
      get apiResources() {
        return listed("apiResource", plain.apiResources);
      },
      ofKind: (kind) => listed(kind, plain.ofKind(kind)),
      record: noted("record", plain.record),
      model: noted("record", plain.model),
      modelByName: noted("modelNamed", plain.modelByName),
      field: noted("record", plain.field),
      fields: noted("fields", plain.fields),
      choices: noted("choices", plain.choices),
      constraints: noted("constraints", plain.constraints),
      validations: noted("validations", plain.validations),
      rule: (modelId, action, who) => {
        this.#note("rules", modelId);
        return plain.rule(modelId, action, who);
      },
      grants: (modelId, action) => {
        this.#note("rules", modelId);
        return plain.grants(modelId, action);
      },
      rules: noted("rules", plain.rules),
      fieldRules: noted("fieldRules", plain.fieldRules),
      form: noted("record", plain.form),
      formByName: noted("formNamed", plain.formByName),
      formFields: noted("formFields", plain.formFields),
      formLines: noted("formLines", plain.formLines),
      lineFields: noted("lineFields", plain.lineFields),
      template: noted("record", plain.template),
      templateByName: noted("templateNamed", plain.templateByName),
      relationsTo: noted("relationsTo", plain.relationsTo),
      collections: noted("collections", plain.collections),
      isApiOpen: noted("isApiOpen", plain.isApiOpen),
      derive: this.#derive(),
    };
  }

  #recordingDefinition({ definition }: DefinitionReader): DefinitionReader["definition"] {
    const note = (name: LookUpName) => this.#note(name);
    return {
      ...definition,
      get settings() {
        note("settings");
        return definition.settings;
      },
      get records() {
        note("records");
        return definition.records;
      },
    };
  }
}
