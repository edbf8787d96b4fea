import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import type { QueryParameterType, QueryRecord } from "../../definition/records/query.ts";
import { checkExpression } from "../../expressions/check-expression.ts";
import { parseExpression } from "../../expressions/parse-expression.ts";
import { renameInExpression } from "../../expressions/rename.ts";
import { type AppShapes, modelShapes, queryScope } from "../../expressions/scope.ts";
import type { FixedRows } from "../../query/fixed-rows.ts";
import type { BesideRows } from "../../query/guard.ts";
import { besideRows, type PassedQuery } from "../../query/query-rows.ts";
import { type QueryScope, tableOf } from "../../query/query-scope.ts";
import { identifier, joinSql, type SqlValue, sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import type { ListedRows } from "../../view-types/view-type.ts";
import { fixedRows } from "../../views/listed-rows.ts";
import { queryRowsPlan } from "../../views/page-queries.ts";
import type { PassedParameter, QueryAnswer, QueryRead } from "../../views/preview/query-reads.ts";
import { passedSlots } from "../execution/query-results.ts";
import { liveSelection, rowByIds } from "./live-selection.ts";

/** The queries of a draft's page over the live release: what the statement of its preview reads beside the page's rows. */
export interface LiveQueries {
  readonly beside: BesideRows;
  readonly slots: Readonly<Record<string, SqlValue>>;
  /** The answers, from the columns of the statement after those of the rows. */
  answers(columns: readonly (string | null)[]): {
    readonly queries: readonly QueryAnswer[];
    readonly isModelEmpty: boolean;
  };
}

interface Input {
  readonly queries: readonly QueryRead[];
  /** The model of the page's own rows. */
  readonly own: ModelRecord | undefined;
  /** Fields that the live release does not have are added. */
  readonly missing: Set<FieldId>;
}

const UNPUBLISHED: QueryAnswer = { rows: [], count: 0, isUnpublished: true, isModelEmpty: false };

export function liveQueries(scope: QueryScope, { queries, own, missing }: Input): LiveQueries {
  const plans = queries.map((read) => livePlan(scope.reader, read, { own, missing }));
  const published = plans.filter((plan) => plan !== undefined);
  const models = [...new Set([...(own ? [own] : []), ...published.map(({ model }) => model)])];
  const { extras, rowColumns } = besideRows(scope, published);
  return {
    beside: { extras: [...extras, emptyModels(scope, models)], rowColumns },
    slots: passedSlots(published.map(({ values }) => values)),
    answers(columns) {
      const [empty] = JSON.parse(columns[published.length] ?? "[]") as readonly Readonly<Record<string, boolean>>[];
      const isEmpty = (model: ModelRecord) => empty?.[emptyColumn(models.indexOf(model))] === true;
      return {
        isModelEmpty: own !== undefined && isEmpty(own),
        queries: plans.map((plan) => {
          if (!plan) return UNPUBLISHED;
          const { selection, model } = plan;
          const rows = JSON.parse(columns[published.indexOf(plan)] ?? "[]") as readonly Record<string, unknown>[];
          return {
            rows: selection ? rows.map((row) => rowByIds(selection, row)) : [],
            count: selection ? rows.length : Number(rows[0]?.count ?? 0),
            isUnpublished: false,
            isModelEmpty: isEmpty(model),
          };
        }),
      };
    },
  };
}

const emptyColumn = (index: number): string => `_empty${index}`;

/** One row that says of each model whether it has no row at all, also none that the caller may not read. */
const emptyModels = (scope: QueryScope, models: readonly ModelRecord[]) => ({
  name: "empty",
  select: sql`SELECT ${joinSql(
    models.map(
      (model, index) => sql`NOT EXISTS (SELECT 1 FROM ${tableOf(scope, model)}) AS ${identifier(emptyColumn(index))}`,
    ),
    ", ",
  )}`,
  limit: 1,
});

interface LivePlan extends PassedQuery {
  readonly values: Readonly<Record<string, unknown>>;
}

/** Undefined when its model, or a field of its condition, is not live. */
function livePlan(
  reader: DefinitionReader,
  read: QueryRead,
  { own, missing }: Pick<Input, "own" | "missing">,
): LivePlan | undefined {
  const model = reader.model(read.modelId);
  const where = model && liveCondition(reader, read);
  if (!model || where === undefined) return undefined;
  const ownFields = own ? new Map(reader.fields(own.id).map(({ id, name }) => [id as string, name])) : new Map();
  const passed = read.parameters.map(({ name, passed: given }): PassedQuery["passed"][number] => {
    const column = "column" in given ? (given.column === "id" ? "id" : ownFields.get(given.column)) : undefined;
    return column === undefined || !own ? { name, kind: "value" } : { name, kind: "column", column };
  });
  const query: QueryRecord = {
    kind: "query",
    id: "qry_previewed0000",
    name: "previewed",
    label: "Previewed",
    modelId: model.id,
    parameters: read.parameters.map(({ name, type }) => ({ name, type })),
    ...(where === "" ? {} : { where }),
    sort: [...read.sort],
    limit: read.limit,
    result: { kind: read.result },
    order: "a",
  };
  const plan = queryRowsPlan(reader, query, undefined);
  return (
    plan && {
      ...plan,
      selection: plan.selection && liveSelection(reader, model, read.reads, missing),
      passed,
      values: Object.fromEntries(
        read.parameters.flatMap(({ name, type, passed: given }, index): [string, unknown][] =>
          passed[index]?.kind === "value" ? [[name, fitting(type, given)]] : [],
        ),
      ),
    }
  );
}

/** What the draft's page sets of its rows, over the live release; a condition that live does not know selects no row. */
export function liveListedRows(
  reader: DefinitionReader,
  model: ModelRecord,
  { where, sort, groupBy }: ListedRows,
): FixedRows | undefined {
  const known = liveCondition(reader, { modelId: model.id, parameters: [], ...(where === undefined ? {} : { where }) });
  const fixed = fixedRows(reader, model, { where: known === "" ? undefined : known, sort, groupBy });
  return known === undefined ? { order: undefined, group: undefined, ...fixed, condition: "nothing" } : fixed;
}

/** The condition with the live names of fields; empty without one. */
function liveCondition(
  reader: DefinitionReader,
  { where, modelId, parameters }: Pick<QueryRead, "where" | "modelId" | "parameters">,
): string | undefined {
  if (where === undefined) return "";
  const shapes = modelShapes(reader);
  const byId = (id: ModelId) => {
    const shape = shapes(id);
    if (!shape) return undefined;
    const members = Object.entries(shape.members).map(([name, member]) => [member.fieldId ?? name, member] as const);
    const collections = Object.values(shape.collections).map((collection) => [collection.via.id, collection] as const);
    return { ...shape, members: Object.fromEntries(members), collections: Object.fromEntries(collections) };
  };
  const byIds: AppShapes = Object.assign(byId, { user: shapes.user });
  const scope = queryScope({ modelId, parameters: parameters.map(({ name, type }) => ({ name, type })) }, byIds);
  const parsed = parseExpression(where, { maxLength: MAX_CONDITION });
  if (!parsed.ok || !checkExpression(parsed.expression, scope, scalar("bool")).ok) return undefined;
  const fields = new Map(reader.ofKind("field").map(({ id, name }) => [id, name]));
  const collections = new Map(
    reader.models.flatMap(({ id }) => reader.collections(id).map(({ via, name }) => [via.id, name] as const)),
  );
  return renameInExpression(where, scope, { fields, collections }, { maxLength: MAX_CONDITION }) ?? where;
}

const MAX_CONDITION = 20_000;

const SHAPES: Readonly<Record<QueryParameterType, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  int: (value) => Number.isSafeInteger(value),
  decimal: (value) => /^-?\d{1,60}(?:\.\d{1,60})?$/.test(String(value)),
  bool: (value) => typeof value === "boolean",
  date: (value) => isDate(value, /^\d{4}-\d\d-\d\d$/),
  timestamp: (value) => isDate(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/),
  uuid: (value) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(value)),
};

const isDate = (value: unknown, form: RegExp): boolean =>
  typeof value === "string" && form.test(value) && !Number.isNaN(Date.parse(value));

/** The browser sends what the template passes; what does not fit the parameter's type is absent. */
const fitting = (type: QueryParameterType, given: PassedParameter["passed"]): unknown =>
  "value" in given && given.value !== null && SHAPES[type](given.value) ? given.value : null;
