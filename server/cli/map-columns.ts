import type { BadValueAction, ColumnFacts, LiveField, LiveImport, LiveMapping } from "#contract/http/imports";
import { plainName } from "#engine/import/live-mapping";
import { didYouMean } from "#engine/nearest-name";
import { CliError, usageError } from "./cli-error.ts";
import type { MisfitChoices } from "./misfit-rows.ts";

/** What a call says of columns and fields, beside what their names say. */
export interface ColumnChoices extends MisfitChoices {
  /** `Column=field`, `Column=relation.field`, `Column=id`. */
  readonly maps: readonly Pair[];
  /** `field=value`, the same in every row. */
  readonly fixed: readonly Pair[];
  /** Columns that fill nothing; `*` for all that would not by their names. */
  readonly ignored: readonly string[];
  /** What rows that exist are found by. */
  readonly match: string | undefined;
}
export type Pair = readonly [left: string, right: string];

type Entry = LiveMapping["fields"][number];

/** `--map "Price (a=b)=price"`: a field's name has no `=`, so the last one separates them; a value may, so there the first does. */
export function pairOf(flag: string, given: string, at: "first" | "last"): Pair {
  const index = at === "first" ? given.indexOf("=") : given.lastIndexOf("=");
  const pair = [given.slice(0, index).trim(), given.slice(index + 1).trim()] as const;
  if (index < 1 || pair[0] === "" || pair[1] === "")
    throw usageError(
      `--${flag} is ${at === "first" ? `"field=value"` : `"Column=field"`}, and not ${JSON.stringify(given)}.`,
    );
  return pair;
}

/**
 * The mapping that a call means. The server's proposal is used where a column and a field have the same name. A similar
 * name would need a question, which a script cannot answer: such a column is reported and stops the import.
 */
export function mapColumns(
  live: LiveImport,
  facts: readonly ColumnFacts[],
  choices: ColumnChoices,
  nameOf: (fieldId: string) => string | undefined,
): LiveMapping {
  const fields = new FieldNames(live.fields, nameOf);
  const sources = facts.map(({ source }) => source);
  const ignored = new Set(choices.ignored.filter((name) => name !== "*").map((name) => findColumn(sources, name)));
  const proposed = new Map(live.mapping.fields.map((entry) => [entry.fieldId as string, entry.take]));
  const takes = new Map<string, Entry["take"]>();
  let key = live.mapping.key !== null && !ignored.has(live.mapping.key) ? live.mapping.key : null;
  const mapped = new Map<string, LiveField | "id">();
  for (const [column, target] of choices.maps) {
    const source = findColumn(sources, column);
    if (ignored.has(source)) throw usageError(`"${source}" is named by --map and by --ignore.`);
    if (target === "id") {
      key = source;
      mapped.set(source, "id");
      continue;
    }
    const { field, matchBy } = fields.target(target);
    if (takes.has(field.fieldId)) throw usageError(`${field.label} is named twice.`);
    const proposal = proposed.get(field.fieldId);
    const known = proposal?.from === "column" && proposal.source === source ? proposal.matchBy : undefined;
    const by = matchBy ?? known;
    takes.set(field.fieldId, { from: "column", source, ...(by === undefined ? {} : { matchBy: by }) });
    mapped.set(source, field);
  }
  if (key !== null && mapped.has(key) && mapped.get(key) !== "id") key = null;
  for (const [name, value] of choices.fixed) {
    const { field } = fields.target(name);
    if (takes.has(field.fieldId)) throw usageError(`${field.label} is named twice.`);
    takes.set(field.fieldId, { from: "fixed", value });
  }
  const likely = new Map<string, LiveField>();
  for (const field of live.fields) {
    if (takes.has(field.fieldId)) continue;
    const take = proposed.get(field.fieldId);
    if (take?.from !== "column" || mapped.has(take.source) || ignored.has(take.source) || take.source === key) continue;
    if (isSameName(take.source, field)) takes.set(field.fieldId, take);
    else likely.set(take.source, field);
  }
  const used = new Set([key, ...[...takes.values()].map((take) => (take.from === "column" ? take.source : null))]);
  requireUse({ facts, choices, ignored, used, likely });
  const isShortened = facts.some(({ isExtra, source }) => isExtra && !used.has(source));
  return {
    key,
    existing: choices.match === undefined ? { do: "add" } : { do: "update", matchBy: fields.match(choices.match) },
    fields: live.fields.map((field) => entryOf(field, takes.get(field.fieldId), choices.onBadValue)),
    onExtraCells: choices.onExtraCells === "columns" ? (isShortened ? "blank" : "refuse") : choices.onExtraCells,
  };
}

/** A required field has no blank to be left with: its bad values stop the import. */
const entryOf = (field: LiveField, take: Entry["take"] | undefined, onBadValue: BadValueAction): Entry => ({
  fieldId: field.fieldId,
  take: take ?? { from: "nothing" },
  onBadValue: onBadValue === "blank" && field.required ? "refuse" : onBadValue,
});

/** No column is left out silently. */
function requireUse(input: {
  readonly facts: readonly ColumnFacts[];
  readonly choices: ColumnChoices;
  readonly ignored: ReadonlySet<string>;
  readonly used: ReadonlySet<string | null>;
  readonly likely: ReadonlyMap<string, LiveField>;
}): void {
  const { choices, ignored, used, likely } = input;
  if (choices.ignored.includes("*")) return;
  const idle = input.facts
    .filter(({ isExtra }) => !isExtra || choices.onExtraCells === "columns")
    .map(({ source }) => source)
    .filter((source) => !used.has(source) && !ignored.has(source));
  const [first] = idle;
  if (first === undefined) return;
  throw new CliError(
    "columns_without_field",
    `${idle.length === 1 ? `The column "${first}" fills` : `${idle.length} columns fill`} no field. Say which with --map, or leave it out with --ignore.`,
    {
      details: {
        columns: idle.map((source) => {
          const field = likely.get(source)?.name;
          return { column: source, ...(field === undefined ? {} : { field }) };
        }),
      },
      lines: idle.map((source) => `--map "${source}=${likely.get(source)?.name ?? "…"}"  or  --ignore "${source}"`),
    },
  );
}

/** Equal but for case, accents and signs; a relation may have `_id` or `_name` behind it. */
function isSameName(source: string, field: LiveField): boolean {
  const given = plainName(source);
  const ends = field.relation ? ["", "id", "name"] : [""];
  return [field.name, field.label].map(plainName).some((known) => ends.some((end) => given === known + end));
}

/** A column of the file, by its name as it stands there, or but for case, accents and signs. */
export function findColumn(names: readonly string[], name: string): string {
  if (names.includes(name)) return name;
  const same = names.filter((known) => plainName(known) === plainName(name) && plainName(name) !== "");
  if (same.length === 1 && same[0] !== undefined) return same[0];
  throw notFound("column", `The file has no column "${name}".`, name, names);
}

class FieldNames {
  readonly #fields: readonly LiveField[];
  readonly #nameOf: (fieldId: string) => string | undefined;

  constructor(fields: readonly LiveField[], nameOf: (fieldId: string) => string | undefined) {
    this.#fields = fields;
    this.#nameOf = nameOf;
  }

  /** `author`, or `author.name`: the relation, and what its rows are found by. */
  target(name: string): { readonly field: LiveField; readonly matchBy?: "key" | LiveField["fieldId"] } {
    const whole = this.#known(name);
    if (whole) return { field: whole };
    const dot = name.indexOf(".");
    const relation = dot > 0 ? this.#known(name.slice(0, dot)) : undefined;
    if (!relation?.relation) throw this.#unknown(name);
    const by = name.slice(dot + 1).trim();
    if (by === "id") return { field: relation, matchBy: "key" };
    const { label, matchable } = relation.relation;
    const found = matchable.find((one) => this.#nameOf(one.fieldId) === by || plainName(one.label) === plainName(by));
    if (found) return { field: relation, matchBy: found.fieldId };
    const names = ["id", ...matchable.map((one) => this.#nameOf(one.fieldId) ?? one.label)];
    throw new CliError("field_not_found", `A row of ${label} is found by ${names.join(" or ")}, and not by "${by}".`, {
      details: { fields: names },
    });
  }

  match(name: string): "key" | LiveField["fieldId"] {
    if (name === "id") return "key";
    const field = this.#known(name);
    if (!field) throw this.#unknown(name);
    if (field.isMatchable) return field.fieldId;
    const names = ["id", ...this.#fields.filter(({ isMatchable }) => isMatchable).map((one) => one.name)];
    throw new CliError(
      "field_not_unique",
      `Rows are matched by what is unique and short: ${names.join(", ")}; and not by ${field.name}.`,
      { details: { fields: names } },
    );
  }

  #known(name: string): LiveField | undefined {
    const exact = this.#fields.find((field) => field.name === name) ?? this.#fields.find(({ label }) => label === name);
    if (exact || plainName(name) === "") return exact;
    return this.#fields.find((field) => [field.name, field.label].some((one) => plainName(one) === plainName(name)));
  }

  #unknown(name: string): CliError {
    return notFound(
      "field",
      `The model has no field "${name}".`,
      name,
      this.#fields.map((field) => field.name),
    );
  }
}

const notFound = (what: "column" | "field", message: string, typed: string, names: readonly string[]): CliError =>
  new CliError(`${what}_not_found`, [message, didYouMean(typed, names)].filter(Boolean).join(" "), {
    details: { [`${what}s`]: names },
  });
