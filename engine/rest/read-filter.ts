import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import { isTotal } from "../expressions/totals.ts";
import { type Lookup, lookups } from "../field-types/field-type.ts";
import { keyLookups } from "../field-types/keys.ts";
import { knownFieldType } from "../field-types/registry.ts";
import { type Filter, isCollection, type PathStep } from "../query/filter.ts";
import { castIn } from "../query/query-scope.ts";
import type { SqlValue } from "../sql/sql.ts";
import { type FilterReader, filterReader, readValue, splitList } from "./filter-values.ts";
import { reservedParameters } from "./reserved-parameters.ts";
import { type CallerView, unknownName } from "./resource.ts";

/** Reads the value of one parameter into the statement's slots. */
export type ValueReader = (text: string, slots: Record<string, SqlValue>) => void;

/** Those of its rows' keys, and whether it has any rows. */
const collectionLookups = [...new Set<Lookup>([...keyLookups, "isnull"])];
const lookupNames = new Set<string>(lookups);

/**
 * `author__name__icontains=le`: a path over relations, then a look-up, `exact` when none is named. A path takes
 * precedence over a look-up of the same name. `!` at the end negates the condition.
 */
export function readFilter(
  view: CallerView,
  root: ModelRecord,
  parameter: string,
  text: string,
  index: number,
): { filter: Filter; read: FilterReader } {
  const negated = parameter.endsWith("!");
  const parts = (negated ? parameter.slice(0, -1) : parameter).split("__");
  const { through, model, field, rest } = readPath(view, root, parameter, parts);
  const lookup = rest[0] ?? "exact";
  if (field && isTotal(view.scope.reader, field)) {
    const message = `"${field.name}" is a total, and rows are not found by totals yet.`;
    throw new UserError("unknown_parameter", `${message} Filter by a field of ${model.label}.`);
  }
  const last = through.at(-1);
  const isOfCollection = field === undefined && last !== undefined && isCollection(last);
  const known = field ? knownFieldType(field.type).lookups : isOfCollection ? collectionLookups : keyLookups;
  const owner = field?.name ?? (isOfCollection ? last.name : "id");
  if (known.length === 0)
    throw new UserError("unknown_parameter", `Rows are not filtered by "${owner}", which is a position.`);
  if (rest.length > 1 || !(known as readonly string[]).includes(lookup)) {
    const target = field ? view.target(field) : isOfCollection ? last.target : undefined;
    if (target && rest.length > 0 && !lookupNames.has(lookup))
      throw unknownParameter(view, root, target, parameter, lookup, true);
    const message = `"${owner}" has no look-up "${rest.join("__").slice(0, 60)}". It has ${known.length === 1 ? `only ${known[0]}` : known.join(", ")}.`;
    throw new UserError(
      "unknown_parameter",
      rest.length > 0
        ? message
        : `"${owner}" can only be filtered by ${known.map((name) => `${owner}__${name}`).join(", ")}.`,
    );
  }
  const slot = `f${index}`;
  const chosen = lookup as Lookup;
  const slots = chosen === "isnull" ? [] : chosen === "range" ? [`${slot}.from`, `${slot}.to`] : [slot];
  const filter: Filter = {
    through,
    field,
    cast: castIn(view.scope, model, field),
    lookup: chosen,
    negated,
    slots,
    ...(chosen === "isnull" ? { isNull: readBoolean(parameter, text) } : {}),
  };
  return { filter, read: filterReader(view, { model, field }, chosen) };
}

/** The end of a path, and what comes after it in the parameter. */
interface ReadPath {
  readonly through: readonly PathStep[];
  readonly model: ModelRecord;
  /** Undefined is the key. A collection at the end means the key of its rows. */
  readonly field: FieldRecord | undefined;
  readonly rest: readonly string[];
}

function readPath(view: CallerView, root: ModelRecord, parameter: string, parts: readonly string[]): ReadPath {
  const through: PathStep[] = [];
  let model = root;
  const follow = (step: PathStep, target: ModelRecord): void => {
    if (through.length >= 3)
      throw new UserError("invalid_parameter", `"${parameter}" walks over more than 3 relations.`);
    through.push(step);
    model = target;
  };
  const isMember = (of: ModelRecord, name: string): boolean =>
    name === "id" || view.field(of, name) !== undefined || view.collection(of, name) !== undefined;
  for (let at = 0; ; at++) {
    const name = parts[at] as string;
    const next = parts[at + 1];
    const field = name === "id" ? undefined : view.field(model, name);
    const collection = field || name === "id" ? undefined : view.collection(model, name);
    if (collection) {
      follow(collection, collection.target);
      if (next !== undefined && isMember(model, next)) continue;
      return { through, model, field: undefined, rest: parts.slice(at + 1) };
    }
    if (name !== "id" && !field) throw unknownParameter(view, root, model, parameter, name, at > 0);
    const target = field && next !== undefined ? view.target(field) : undefined;
    // A path takes precedence over a look-up: `author__in` is a look-up only if author's model has no field of that
    // name.
    if (!field || !target || next === undefined || !isMember(target, next))
      return { through, model, field, rest: parts.slice(at + 1) };
    follow(field, target);
  }
}

function unknownParameter(
  view: CallerView,
  root: ModelRecord,
  model: ModelRecord,
  parameter: string,
  name: string,
  isNested: boolean,
): UserError {
  const names = [...view.scope.reader.fields(model.id), ...view.collections(model)].map(({ name }) => name);
  if (isNested)
    return new UserError(
      "unknown_parameter",
      unknownName("field", name, ` in ${model.label} (in "${parameter.slice(0, 100)}")`, ["id", ...names]),
    );
  return new UserError(
    "unknown_parameter",
    unknownName("parameter", name, ` for ${root.label}`, ["id", ...names, ...reservedParameters]),
  );
}

function readBoolean(parameter: string, text: string): boolean {
  const word = text.toLowerCase();
  if (word === "true" || word === "1") return true;
  if (word === "false" || word === "0") return false;
  throw new UserError("invalid_parameter", `"${parameter}" must be true or false.`);
}

/** `isRepeated`: the parameter occurs more than once, so each is one whole value, including commas. */
export function valueReader(
  { name, filter, read }: { readonly name: string; readonly filter: Filter; readonly read: FilterReader },
  { isRepeated }: { readonly isRepeated: boolean },
): ValueReader | undefined {
  const [first = "", second = ""] = filter.slots;
  switch (filter.lookup) {
    case "isnull":
      return undefined;
    case "in":
      return (text, slots) => {
        const items = isRepeated ? [text] : splitList(name, text);
        const values = items.map((item) => readValue(name, item, read) as string | number | boolean);
        const earlier = slots[first];
        slots[first] = Array.isArray(earlier) ? [...earlier, ...values] : values;
      };
    case "range":
      return (text, slots) => {
        const ends = text.split(",");
        if (ends.length !== 2)
          throw new UserError("invalid_parameter", `"${name}" must be two values with a comma between.`);
        slots[first] = readValue(name, ends[0] as string, read);
        slots[second] = readValue(name, ends[1] as string, read);
      };
    default:
      return (text, slots) => {
        slots[first] = readValue(name, text, read);
      };
  }
}
