import type { ColumnDesign, PhysicalState, SchemaDesign } from "../design/table-design.ts";
import { hasDefault } from "../operations/column-sql.ts";
import { foreignKeyName, indexName, primaryKeyName, uniqueIndexName } from "../physical-names.ts";
import { type CurrentTable, currentTables } from "../plan/current-tables.ts";
import { isSameObject } from "./compare-constraint.ts";
import type { InspectedSchema, InspectedTable } from "./inspect-query.ts";

/**
 * A difference between the expected schema (from the definition, the list of archived objects and the staged tables)
 * and the schema in Postgres. `missing` and `different` prevent a release, because its plan would be wrong; `extra`
 * does not, but is shown.
 */
export interface Drift {
  readonly kind: "missing" | "different" | "extra";
  readonly table: string;
  /** "The column "price" of "book" is integer and should be numeric(12,2)." */
  readonly message: string;
}

export function findDrift(input: {
  readonly design: SchemaDesign;
  readonly physical: PhysicalState;
  readonly inspected: InspectedSchema;
}): Drift[] {
  const expected = currentTables(input.design, input.physical);
  const nameOf = new Map([...expected.values()].map((table) => [table.modelId, table.name]));
  const found = new Map(input.inspected.tables.map((table) => [table.name, table]));
  const drift: Drift[] = [];
  for (const table of expected.values()) {
    const there = found.get(table.name);
    if (there) drift.push(...compareTable(table, there, (modelId) => nameOf.get(modelId)));
    else drift.push({ kind: "missing", table: table.name, message: `The table "${table.name}" is not there.` });
  }
  const known = new Set([...expected.values()].map((table) => table.name));
  for (const { name } of input.inspected.tables) {
    // Our own tables that hold no rows of a model, such as _keys.
    const isOurs = name.startsWith("_") && !name.startsWith("_gone_") && !name.startsWith("_move_");
    if (!known.has(name) && !isOurs) {
      drift.push({ kind: "extra", table: name, message: `The table "${name}" belongs to no model.` });
    }
  }
  return drift;
}

/** Drift that makes a plan wrong. */
export const blocksRelease = (drift: Drift): boolean => drift.kind !== "extra";

const IDENTITY: ColumnDesign = {
  fieldId: "fld_",
  name: "id",
  sqlType: "bigint",
  notNull: true,
  defaultNow: false,
  unique: false,
  indexed: false,
};
/** Its default is an expression; only its existence is compared. */
const UUID: ColumnDesign = { ...IDENTITY, sqlType: "uuid", default: "" };
const VERSION: ColumnDesign = { ...IDENTITY, name: "_version", default: "1" };

/** The columns of an index that are no expressions: of an order by hand, the list and the key of the row. */
function indexedColumns(table: CurrentTable, { name, position }: ColumnDesign): string {
  if (!position) return name;
  const scope = position.scope && table.columns.get(position.scope)?.column.name;
  return scope === undefined ? "id" : `${scope},id`;
}

function compareTable(
  table: CurrentTable,
  there: InspectedTable,
  tableName: (modelId: CurrentTable["modelId"]) => string | undefined,
): Drift[] {
  const drift: Drift[] = [];
  const say = (kind: Drift["kind"], message: string) => drift.push({ kind, table: table.name, message });
  const columns = [...table.columns.values()].map(({ column }) => column);
  const present = new Map(there.columns.map((column) => [column.name, column]));

  for (const column of [table.key === "uuid" ? UUID : IDENTITY, VERSION, ...columns]) {
    const is = present.get(column.name);
    const place = `The column "${column.name}" of "${table.name}"`;
    present.delete(column.name);
    if (!is) {
      say("missing", `${place} is not there.`);
      continue;
    }
    const type = is.type.replace(" without time zone", "");
    if (type !== column.sqlType) say("different", `${place} is ${type} and should be ${column.sqlType}.`);
    if (is.type === "text" && is.collation !== "C") {
      say("different", `${place} is compared by "${is.collation}" and should be by "C".`);
    }
    if (is.notNull !== column.notNull) say("different", `${place} is ${is.notNull ? "" : "not "}required.`);
    if (is.hasDefault !== hasDefault(column)) say("different", `${place} has ${is.hasDefault ? "a" : "no"} default.`);
  }
  for (const name of present.keys()) say("extra", `The column "${name}" of "${table.name}" belongs to no field.`);

  const indexes = new Map(there.indexes.map((index) => [index.name, index]));
  const expectIndex = (name: string, column: string, unique: boolean) => {
    const is = indexes.get(name);
    indexes.delete(name);
    if (!is) say("missing", `The index ${name} of "${table.name}" is not there.`);
    else if (!is.valid || is.unique !== unique || is.columns.join() !== column) {
      say("different", `The index ${name} of "${table.name}" is not ${is.valid ? "the one it should be" : "valid"}.`);
    }
  };
  expectIndex(primaryKeyName(table.modelId), "id", true);
  for (const column of columns) {
    if (column.unique) expectIndex(uniqueIndexName(column.fieldId), column.name, true);
    if (column.indexed) expectIndex(indexName(column.fieldId), indexedColumns(table, column), false);
  }
  const rules = new Map(there.constraints.map((constraint) => [constraint.name, constraint]));
  for (const constraint of table.constraints) {
    for (const object of constraint.objects) {
      const { name, kind } = object;
      const is = kind === "unique" ? indexes.get(name) : rules.get(name);
      indexes.delete(name);
      rules.delete(name);
      const place = `The ${kind === "unique" ? "unique index" : kind} ${name} of “${constraint.label}” in "${table.name}"`;
      if (!is) say("missing", `${place} is not there.`);
      else if (!is.valid) say("different", `${place} is not valid.`);
      else if (!isSameObject({ table, constraint, object, is }))
        say("different", `${place} is not the one it should be.`);
    }
  }
  for (const name of rules.keys()) say("extra", `The constraint ${name} of "${table.name}" belongs to no model.`);
  for (const name of indexes.keys()) say("extra", `The index ${name} of "${table.name}" belongs to no field.`);

  const keys = new Map(there.foreignKeys.map((key) => [key.name, key]));
  for (const column of columns) {
    if (!column.references) continue;
    const name = foreignKeyName(column.fieldId);
    const is = keys.get(name);
    keys.delete(name);
    if (!is) say("missing", `The foreign key ${name} of "${table.name}" is not there.`);
    else if (!is.valid || is.column !== column.name || is.parent !== tableName(column.references)) {
      say("different", `The foreign key ${name} of "${table.name}" is not the one it should be.`);
    }
  }
  for (const name of keys.keys()) say("extra", `The foreign key ${name} of "${table.name}" belongs to no field.`);
  return drift;
}
