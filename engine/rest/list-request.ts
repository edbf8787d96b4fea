import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import type { FieldContext, Lookup } from "../field-types/field-type.ts";
import { lookups } from "../field-types/field-type.ts";
import { knownFieldType } from "../field-types/registry.ts";
import { compileList, type ListPlan, type ListStatement, reachOf } from "../query/compile-list.ts";
import { type Filter, likePattern, type Search } from "../query/filter.ts";
import { cursorSlot, type OrderTerm, totalOrder } from "../query/order.ts";
import type { RowShape } from "../query/row-json.ts";
import type { Selection } from "../query/selection.ts";
import type { Sql, SqlValue } from "../sql/sql.ts";
import { type Cursor, checkCursor, decodeCursor, notACursor, orderSignature } from "./cursor-token.ts";
import { type FilterReader, filterReader, keyLookups, readValue, splitList } from "./filter-values.ts";
import type { QueryParameters } from "./query-string.ts";
import { readSelection } from "./read-selection.ts";
import { type CallerView, unknownName } from "./resource.ts";
import { searchWords } from "./search-words.ts";

/**
 * The query string of a list. What shapes the statement (names, order, selection, sizes) is told apart from values:
 * two requests of one *signature* share one compiled statement, and only their values are read again.
 */
export const reservedParameters = [
  "limit",
  "cursor",
  "offset",
  "page",
  "page_size",
  "count",
  "ordering",
  "fields",
  "omit",
  "expand",
  "search",
  "where",
] as const;

const reserved = new Set<string>(reservedParameters);
/** What they mean for the statement is in `Paging`. */
const VALUES_ONLY = new Set<string>(["offset", "page", "page_size", "limit", "cursor"]);

export const DEFAULT_LIMIT = 25;
export const MAX_LIMIT = 200;
const MAX_OFFSET = 1_000_000;

export type Slots = Record<string, SqlValue>;

/** Reads the value of one parameter into the statement's slots. */
type ValueReader = (text: string, slots: Slots) => void;

/** A compiled list: the statement, and for each parameter of the query (in its order) how its value is read. */
export interface ListShape {
  readonly statement: ListStatement;
  readonly readers: readonly (ValueReader | undefined)[];
  readonly paging: Paging;
  readonly order: readonly OrderTerm[];
  readonly orderSignature: string;
  readonly count: "exact" | "estimated" | undefined;
  /** What it weighs in a cache. */
  readonly bytes: number;
}

/** How this request pages; read before the statement is looked up. */
export interface Paging {
  readonly limit: number;
  readonly start:
    | { readonly kind: "first" }
    | { readonly kind: "offset"; readonly offset: number; readonly by: "offset" | "page" }
    | { readonly kind: "cursor"; readonly cursor: Cursor };
}

export function readPaging({ names, values }: QueryParameters, maxLimit = MAX_LIMIT, usual = DEFAULT_LIMIT): Paging {
  let limit = usual;
  let size: string | undefined;
  let offset: number | undefined;
  let page: number | undefined;
  let token: string | undefined;
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    const text = values[index] as string;
    if (name === "limit" || name === "page_size") {
      if (size !== undefined)
        throw new UserError("invalid_parameter", '"limit" and "page_size" are the same; send one.');
      size = name;
      // More than the cap is asked for often and harmless: the page is as large as allowed, and `next` goes on.
      limit = Math.min(wholeNumber(name, text, 1, Number.MAX_SAFE_INTEGER), maxLimit);
    } else if (name === "offset") offset = wholeNumber(name, text, 0, MAX_OFFSET);
    else if (name === "page") page = wholeNumber(name, text, 1, MAX_OFFSET);
    else if (name === "cursor") token = text;
  }
  const kinds = [offset, page, token].filter((kind) => kind !== undefined).length;
  if (kinds > 1) throw new UserError("invalid_parameter", 'Send one of "cursor", "offset" and "page".');
  if (token !== undefined) return { limit, start: { kind: "cursor", cursor: decodeCursor(token) } };
  if (page === undefined && size === "page_size") page = 1;
  if (page !== undefined) {
    if ((page - 1) * limit > MAX_OFFSET) throw new UserError("invalid_parameter", '"page" is too far; use "cursor".');
    return { limit, start: { kind: "offset", offset: (page - 1) * limit, by: "page" } };
  }
  if (offset !== undefined) return { limit, start: { kind: "offset", offset, by: "offset" } };
  return { limit, start: { kind: "first" } };
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least))
    throw new UserError("invalid_parameter", `"${name}" must be a whole number of at least ${least}.`);
  if (number > most)
    throw new UserError("invalid_parameter", `"${name}" is at most ${most}; use "cursor" to go further.`);
  return number;
}

/**
 * Two requests with equal signatures run the same statement and read their values at the same places: so every name
 * counts, also one that only pages, and what was typed is told apart from our own signs by its length. Cheap: it is
 * made for every request.
 */
export function listSignature(kind: string, parameters: QueryParameters, paging: Paging): string {
  const { names, values } = parameters;
  let signature = kind;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    const text = values[index] as string;
    signature += `&${name.length}.${name}`;
    if (VALUES_ONLY.has(name)) continue;
    if (name === "search") signature += `=${searchWords(text).length}`;
    else if (reserved.has(name) || name.endsWith("isnull") || name.endsWith("isnull!"))
      signature += `=${text.length}.${text}`;
  }
  const { start } = paging;
  signature += `#${paging.limit}`;
  if (start.kind === "cursor") {
    signature += start.cursor.backward ? "<" : ">";
    for (const value of start.cursor.values) signature += value === null ? "0" : "1";
  } else if (start.kind === "offset")
    signature += `@${start.by === "page" ? "p" : "o"}${reachOf(start.offset, paging.limit)}`;
  return signature;
}

export interface ListOptions {
  readonly view: CallerView;
  readonly model: ModelRecord;
  readonly parameters: QueryParameters;
  readonly paging: Paging;
  readonly shape?: RowShape;
  /** What the rows hold, when it is not for the query string to say. */
  readonly selection?: Selection;
  /** Compiles `where=`; throws a 400 for what it cannot. */
  compileWhere?(source: string): { condition: (alias: string) => Sql };
}

/** Compiles a list for a query string. Whether the values of its cursor are null shapes the statement too. */
export function compileListShape(options: ListOptions): ListShape {
  const { view, model, parameters, paging } = options;
  const once = new Set<string>();
  const single: Record<string, string | undefined> = {};
  const filters: { name: string; filter: Filter; read: FilterReader; positions: number[] }[] = [];
  const readers: (ValueReader | undefined)[] = [];

  parameters.names.forEach((name, index) => {
    const text = parameters.values[index] as string;
    if (reserved.has(name)) {
      if (once.has(name)) throw new UserError("invalid_parameter", `"${name}" is given twice.`);
      once.add(name);
      single[name] = text;
      return;
    }
    const earlier = filters.find((other) => other.name === name);
    if (earlier) {
      if (earlier.filter.lookup !== "in") {
        throw new UserError(
          "invalid_parameter",
          `"${name}" is given twice; use "${name.replace("!", "")}__in" for several values.`,
        );
      }
      earlier.positions.push(index);
      return;
    }
    const parsed = readFilter(view, model, name, text, filters.length);
    filters.push({ name, ...parsed, positions: [index] });
  });

  for (const { name, filter, read, positions } of filters) {
    for (const position of positions) readers[position] = valueReader(name, filter, read);
  }

  const order = readOrdering(view, model, single.ordering);
  const signature = orderSignature(
    model.id,
    order.map((term) => ({ name: term.field?.id ?? "id", descending: term.descending })),
  );
  const start = startOf(paging, signature, order);
  const search = single.search === undefined ? undefined : readSearch(view, model, single.search);
  const searchAt = parameters.names.indexOf("search");
  if (search && searchAt >= 0) {
    readers[searchAt] = (text, slots) => {
      searchWords(text).forEach((word, index) => {
        slots[search.slots[index] as string] = likePattern("contains", word);
      });
    };
  }
  const count =
    readCount(single.count) ?? (paging.start.kind === "offset" && paging.start.by === "page" ? "exact" : undefined);
  const condition = single.where === undefined ? undefined : readWhere(options, single.where);

  const plan: ListPlan = {
    selection: options.selection ?? selectionOf(options, single),
    ...(options.shape ? { shape: options.shape } : {}),
    filters: filters.map(({ filter }) => filter),
    search,
    condition,
    order,
    limit: paging.limit,
    start,
    count,
  };
  const statement = compileList(view.scope, plan);
  return {
    statement,
    readers,
    paging,
    order,
    orderSignature: signature,
    count,
    bytes: 1000 + statement.text.length * 2 + statement.parameters.length * 80 + filters.length * 300,
  };
}

function selectionOf(
  { view, model, shape }: ListOptions,
  asked: Readonly<Record<string, string | undefined>>,
): Selection {
  const selection = readSelection(view, model, { fields: asked.fields, omit: asked.omit, expand: asked.expand });
  // In the grid's shape the key stands beside the values and not among them.
  return shape === "record" ? { ...selection, withId: false } : selection;
}

function readWhere(options: ListOptions, source: string): (alias: string) => Sql {
  if (!options.compileWhere)
    throw new UserError("invalid_parameter", '"where" is not served yet. Use look-ups such as price__gte=10.');
  return options.compileWhere(source).condition;
}

function readCount(text: string | undefined): "exact" | "estimated" | undefined {
  if (text === undefined || text === "none") return undefined;
  if (text === "exact" || text === "estimated") return text;
  throw new UserError(
    "invalid_parameter",
    '"count" is "exact", "estimated" or "none". A field of that name is filtered by "count__exact".',
  );
}

/** `-price,title`. Without it the model's default order; without one, by key. */
function readOrdering(view: CallerView, model: ModelRecord, text: string | undefined): readonly OrderTerm[] {
  if (text === undefined || text === "") {
    const terms = model.defaultOrder.flatMap(({ fieldId, direction }): OrderTerm[] => {
      const field = view.scope.reader.field(fieldId);
      return field && isOrderable(field) ? [{ field, descending: direction === "desc" }] : [];
    });
    return totalOrder(terms);
  }
  const terms: OrderTerm[] = [];
  const items = text.split(",");
  if (items.length > 8) throw new UserError("invalid_parameter", '"ordering" has at most 8 names.');
  for (const item of items) {
    const name = item.trim().replace(/^[-+]/, "");
    const field = view.field(model, name);
    if (name !== "id" && (!field || !isOrderable(field))) {
      const names = view.scope.reader
        .fields(model.id)
        .filter(isOrderable)
        .map((other) => other.name);
      throw new UserError("unknown_field", unknownName("field", name, ` to order ${model.label} by`, ["id", ...names]));
    }
    if (terms.some((term) => (term.field?.name ?? "id") === name)) {
      throw new UserError("invalid_parameter", `"ordering" names "${name}" twice.`);
    }
    terms.push({ field, descending: item.trim().startsWith("-") });
  }
  return totalOrder(terms);
}

const isOrderable = (field: FieldRecord): boolean => knownFieldType(field.type).cast !== "jsonb";

function startOf(paging: Paging, signature: string, order: readonly OrderTerm[]): ListPlan["start"] {
  const { start, limit } = paging;
  if (start.kind === "offset") return { kind: "offset", reach: reachOf(start.offset, limit) };
  if (start.kind === "first") return start;
  checkCursor(start.cursor, signature, order.length);
  const nulls = start.cursor.values.map((item) => item === null);
  return { kind: "cursor", shape: { nulls }, backward: start.cursor.backward };
}

/** Fills the slots of a cursor's values; each is read by its field's type, as any parameter is. */
export function readCursorSlots(view: CallerView, shape: ListShape, cursor: Cursor, slots: Slots): void {
  checkCursor(cursor, shape.orderSignature, shape.order.length);
  shape.order.forEach((term, index) => {
    const text = cursor.values[index];
    if (text === null || text === undefined) return;
    const result = filterReader(term.field, "exact", contextOf(view, term.field))(text);
    // A choice that was taken away since is no longer a choice, and still a place in the order.
    const value = result.ok ? result.value : term.field?.type.name === "choice" ? text : undefined;
    if (value === undefined) throw notACursor();
    slots[cursorSlot(index)] = value;
  });
}

const contextOf = (view: CallerView, field: FieldRecord | undefined): FieldContext => ({
  choices: field?.type.name === "choice" ? view.scope.reader.choices(field.id).map((choice) => choice.value) : [],
});

function readSearch(view: CallerView, model: ModelRecord, text: string): Search {
  const fields = view.scope.reader.fields(model.id).filter((field) => knownFieldType(field.type).cast === "text");
  if (fields.length === 0) throw new UserError("invalid_parameter", `${model.label} has no text to search in.`);
  return { fields, slots: searchWords(text).map((_word, index) => `search.${index}`) };
}

const lookupNames = new Set<string>(lookups);

function readFilter(
  view: CallerView,
  root: ModelRecord,
  parameter: string,
  text: string,
  index: number,
): { filter: Filter; read: FilterReader } {
  const negated = parameter.endsWith("!");
  const parts = (negated ? parameter.slice(0, -1) : parameter).split("__");
  const through: FieldRecord[] = [];
  let model = root;
  let field: FieldRecord | undefined;
  let at = 0;
  for (; ; at++) {
    const name = parts[at] as string;
    field = name === "id" ? undefined : view.field(model, name);
    if (name !== "id" && !field) throw unknownParameter(view, root, model, parameter, name, at > 0);
    const next = parts[at + 1];
    const target = field && next !== undefined ? view.target(field) : undefined;
    // A path before a look-up: `author__in` is a look-up only if author's model has no field of that name.
    if (!field || !target || next === undefined || !(next === "id" || view.field(target, next))) break;
    if (through.length >= 3)
      throw new UserError("invalid_parameter", `"${parameter}" walks over more than 3 relations.`);
    through.push(field);
    model = target;
  }
  const rest = parts.slice(at + 1);
  const lookup = rest[0] ?? "exact";
  const known: readonly string[] = field ? knownFieldType(field.type).lookups : keyLookups;
  const owner = field?.name ?? "id";
  if (rest.length > 1 || !known.includes(lookup)) {
    const target = field && view.target(field);
    if (target && rest.length > 0 && !lookupNames.has(lookup))
      throw unknownParameter(view, root, target, parameter, lookup, true);
    const message = `"${owner}" has no look-up "${rest.join("__").slice(0, 60)}". It has ${known.length === 1 ? `only ${known[0]}` : known.join(", ")}.`;
    throw new UserError(
      "unknown_parameter",
      known.includes(lookup) || rest.length > 0
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
    lookup: chosen,
    negated,
    slots,
    ...(chosen === "isnull" ? { isNull: readBoolean(parameter, text) } : {}),
  };
  return { filter, read: filterReader(field, chosen, contextOf(view, field)) };
}

function unknownParameter(
  view: CallerView,
  root: ModelRecord,
  model: ModelRecord,
  parameter: string,
  name: string,
  isNested: boolean,
): UserError {
  const names = view.scope.reader.fields(model.id).map((field) => field.name);
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

function valueReader(name: string, filter: Filter, read: FilterReader): ValueReader | undefined {
  const [first = "", second = ""] = filter.slots;
  switch (filter.lookup) {
    case "isnull":
      return undefined;
    case "in":
      return (text, slots) => {
        const values = splitList(name, text).map((item) => readValue(name, item, read) as string | number | boolean);
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
