import { hasColumn } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import { canSearch } from "../expressions/totals.ts";
import { compileList, type ListPlan, type ListStatement, reachOf } from "../query/compile-list.ts";
import { type Filter, likePattern, type Search } from "../query/filter.ts";
import { type FixedRows, orderWithin } from "../query/fixed-rows.ts";
import type { BesideRows } from "../query/guard.ts";
import { cursorSlot, type OrderTerm } from "../query/order.ts";
import { rowCondition } from "../query/query-rows.ts";
import type { RowShape } from "../query/row-json.ts";
import { type Selection, selectedColumns } from "../query/selection.ts";
import type { SqlValue } from "../sql/sql.ts";
import { type Cursor, checkCursor, notACursor, orderSignature } from "./cursor-token.ts";
import { type FilterReader, filterReader } from "./filter-values.ts";
import type { Paging } from "./paging.ts";
import type { QueryParameters } from "./query-string.ts";
import { readFilter, type ValueReader, valueReader } from "./read-filter.ts";
import { readOrdering } from "./read-ordering.ts";
import { readSelection } from "./read-selection.ts";
import { readWhere } from "./read-where.ts";
import { isReservedParameter } from "./reserved-parameters.ts";
import type { CallerView } from "./resource.ts";
import { searchTerms } from "./search-terms.ts";

/**
 * The query string of a list. The parts that change the statement (names, order, selection, sizes) are separated from
 * values: two requests of one *signature* share one compiled statement, and only their values are read again.
 */
export type Slots = Record<string, SqlValue>;

/** A compiled list: the statement, and for each parameter of the query (in its order) how its value is read. */
export interface ListShape {
  readonly model: ModelRecord;
  readonly statement: ListStatement;
  readonly readers: readonly (ValueReader | undefined)[];
  readonly paging: Paging;
  readonly order: readonly OrderTerm[];
  readonly orderSignature: string;
  readonly count: "exact" | "estimated" | undefined;
  /** Its size in a cache, in bytes. */
  readonly bytes: number;
}

export interface ListOptions {
  readonly view: CallerView;
  readonly model: ModelRecord;
  readonly parameters: QueryParameters;
  readonly paging: Paging;
  readonly shape?: RowShape;
  /** The content of the rows, when the query string does not decide it. */
  readonly selection?: Selection;
  /** What else the statement reads, for a page. */
  readonly beside?: BesideRows;
  /** Which rows a page has, and in which order, whatever the query string says. */
  readonly fixed?: FixedRows;
}

/** Compiles a list for a query string. The statement also depends on which values of the cursor are null. */
export function compileListShape(options: ListOptions): ListShape {
  const { view, model, parameters, paging } = options;
  const once = new Set<string>();
  const single: Record<string, string | undefined> = {};
  const filters: { name: string; filter: Filter; read: FilterReader; positions: number[] }[] = [];
  const readers: (ValueReader | undefined)[] = [];

  parameters.names.forEach((name, index) => {
    const text = parameters.values[index] as string;
    if (isReservedParameter(name)) {
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

  for (const parameter of filters) {
    const reader = valueReader(parameter, { isRepeated: parameter.positions.length > 1 });
    for (const position of parameter.positions) readers[position] = reader;
  }

  const { fixed } = options;
  const isOrderAsked = single.ordering !== undefined && single.ordering !== "";
  const order = orderWithin(fixed, readOrdering(view, model, single.ordering), isOrderAsked);
  const signature = orderSignature(
    model.id,
    order.map((term) => ({ name: term.field?.id ?? "id", descending: term.descending })),
  );
  const start = startOf(paging, signature, order);
  const search = single.search === undefined ? undefined : readSearch(options, single.search);
  const searchAt = parameters.names.indexOf("search");
  if (search && searchAt >= 0) {
    readers[searchAt] = (text, slots) => {
      searchTerms(text).forEach((word, index) => {
        slots[search.slots[index] as string] = likePattern("contains", word);
      });
    };
  }
  const count =
    readCount(single.count) ?? (paging.start.kind === "offset" && paging.start.by === "page" ? "exact" : undefined);
  const condition = single.where === undefined ? undefined : readWhere(view, model, single.where);
  const fixedCondition = fixed?.condition;

  const plan: ListPlan = {
    selection: options.selection ?? selectionOf(options, single),
    ...(options.shape ? { shape: options.shape } : {}),
    filters: filters.map(({ filter }) => filter),
    search,
    conditions: [
      ...(condition ? [condition] : []),
      ...(fixedCondition === undefined ? [] : [() => rowCondition(view.scope, fixedCondition)]),
    ],
    order,
    limit: paging.limit,
    start,
    count,
    ...(options.beside ? { beside: options.beside } : {}),
  };
  const statement = compileList(view.scope, plan);
  return {
    model,
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
  // In the grid's shape the key is outside the values.
  return shape === "record" ? { ...selection, withId: false } : selection;
}

function readCount(text: string | undefined): "exact" | "estimated" | undefined {
  if (text === undefined || text === "none") return undefined;
  if (text === "exact" || text === "estimated") return text;
  throw new UserError(
    "invalid_parameter",
    '"count" is "exact", "estimated" or "none". A field of that name is filtered by "count__exact".',
  );
}

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
    const result = filterReader(view, { model: shape.model, field: term.field }, "exact")(text);
    if (!result.ok) throw notACursor();
    slots[cursorSlot(index)] = result.value;
  });
}

/** The columns that rows contain, and their formulas: not the columns that only formulas read. */
function searchableNames({ scope }: CallerView, selection: Selection): ReadonlySet<string> {
  const [stored, formulas] = [true, false].map((isStored) =>
    selection.fields.filter(({ field }) => hasColumn(field) === isStored),
  );
  const columns = selectedColumns(scope, { ...selection, fields: stored ?? [] });
  return new Set([...columns, ...(formulas ?? []).map(({ field }) => field.name)]);
}

/** When the query string does not decide the content of rows, only the fields that they contain are searched. */
function readSearch({ view, model, selection }: ListOptions, text: string): Search {
  const held = selection && searchableNames(view, selection);
  const fields = view.scope.reader
    .fields(model.id)
    .filter((field) => canSearch(view.scope.reader, field) && (held?.has(field.name) ?? true));
  if (fields.length === 0) throw new UserError("invalid_parameter", `${model.label} has no text to search in.`);
  return { fields, slots: searchTerms(text).map((_word, index) => `search.${index}`) };
}
