import type { Collection } from "../definition/collections.ts";
import { MAX_FORMULA_TEXT } from "../field-types/formula.ts";
import { identifier, joinSql, type Sql, type SqlCast, type SqlValue, slot, sql, value } from "../sql/sql.ts";
import type { ValueType } from "../value-types/value-type.ts";
import { usableFormula } from "./formula.ts";
import type { SqlOperand } from "./operation.ts";
import type { FormulaSource } from "./scope.ts";
import type { SqlContext } from "./sql-context.ts";
import { castOf } from "./sql-types.ts";
import type { PathStep, TypedExpression } from "./typed-expression.ts";
import { walkSql } from "./walk-sql.ts";

/**
 * Compiles to one SQL expression with the same meaning as the closures; NULL stands for absent and for every error.
 * Data never makes the statement fail: operations that could raise an error in Postgres are guarded (sql-guards.ts).
 * Literals are parameters, names quoted identifiers, variables slots.
 *
 * The result has the Postgres type of `typed.type`: a whole number bigint, a decimal numeric.
 */
export function compileToSql(typed: TypedExpression, context: SqlContext): Sql {
  const { sql: expression } = compile(typed, context, false);
  // Whole numbers are calculated as numeric; the result fits, or is already NULL.
  return typed.kind === "operation" && typed.type.kind === "int" ? sql`${expression}::bigint` : expression;
}

/** A condition as true or false, never NULL: for a SELECT list, a CASE, an INSERT … SELECT … WHERE. */
export function compileRuleToSql(typed: TypedExpression, context: SqlContext): Sql {
  if (typed.kind === "constant" && typeof typed.value === "boolean") return compile(typed, context, true).sql;
  return sql`COALESCE(${compile(typed, context, true).sql}, false)`;
}

/**
 * A condition that is one of the conjuncts of a WHERE, and for nothing else: NULL there excludes a row as false does,
 * and without COALESCE the planner may use an index for `owner = $1`. Never put it under NOT or OR.
 */
export function compileRuleToFilter(typed: TypedExpression, context: SqlContext): Sql {
  return compile(typed, context, true).sql;
}

/** `mayDeny`: unknown may be false here, since no operator above negates or compares it. */
function compile(node: TypedExpression, context: SqlContext, mayDeny: boolean): SqlOperand {
  switch (node.kind) {
    case "constant":
      return constantSql(node.value, node.type);
    case "path":
      return pathSql(node, context);
    case "member":
      return read(compile(node.target, context, false).sql, node.target.type, [node.step], context);
    case "index":
      return indexSql(node, context);
    case "list": {
      const items = node.items.map((item) => compile(item, context, false).sql);
      return { sql: castTo(sql`ARRAY[${joinSql(items, ", ")}]`, castOf(node.type)), type: node.type, simple: false };
    }
    case "operation": {
      const isJoined = node.name === "and" || node.name === "or";
      const operands = node.operands.map((operand) => compile(operand, context, mayDeny && isJoined));
      return { sql: node.implementation.sql(operands), type: node.type, simple: false };
    }
    case "walk": {
      const owner = compile(node.owner, context, false).sql;
      return { sql: walkSql(node, { context, owner, mayDeny, compile }), type: node.type, simple: false };
    }
    case "filter":
      throw new Error(`The filter ${node.filter.name} is for templates, which do not run in SQL.`);
  }
}

function constantSql(content: unknown, type: ValueType): SqlOperand {
  if (content === true) return { sql: sql`true`, type, simple: true, constant: true };
  if (content === false) return { sql: sql`false`, type, simple: true, constant: false };
  return { sql: value(content as SqlValue, castOf(type)), type, simple: true, constant: content };
}

function pathSql(node: TypedExpression & { kind: "path" }, context: SqlContext): SqlOperand {
  const { variable, variableType } = node;
  const alias = context.rows?.get(variable);
  if (alias !== undefined) return rowPathSql(node, { ...context, column: (name) => identifier(alias, name) });
  return variable === context.rowVariable && variableType.kind === "record"
    ? rowPathSql(node, context)
    : variableSql(node, context);
}

function rowPathSql(node: TypedExpression & { kind: "path" }, context: SqlContext): SqlOperand {
  const { variableType, steps } = node;
  const [first, ...rest] = steps;
  if (first?.collection) {
    return read(context.column("id") ?? value(null, castOf(variableType)), variableType, steps, context);
  }
  const name = first ? first.name.text : "id";
  const type = first ? first.type : variableType;
  if (first?.formula) return { ...read(formulaSql(first.formula, context), type, rest, context) };
  const column = context.column(name);
  const cast = first?.cast ?? castOf(variableType);
  if (!column) return read(value(null, cast), type, rest, context);
  if (rest.length === 0 && cast === "inet") return { sql: addressText(column), type, simple: true };
  if (rest.length === 0 && type.kind !== "json") return { sql: column, type, simple: true, column: cast };
  return read(column, type, rest, context);
}

/** Members of objects are part of the slot's name, up to the first that is not an object. */
function variableSql(node: TypedExpression & { kind: "path" }, context: SqlContext): SqlOperand {
  const path = [node.variable];
  let type = node.variableType;
  let taken = 0;
  for (const step of node.steps) {
    if (type.kind !== "object") break;
    path.push(step.name.text);
    type = step.type;
    taken++;
  }
  const slotType = type;
  if (type.kind === "object") {
    // The object itself is only tested for presence: its slot is true or null.
    return { sql: variable(path, "boolean", context), type, simple: true };
  }
  const rest = node.steps.slice(taken);
  const base = variable(path, castOf(slotType), context);
  if (rest.length === 0 && slotType.kind !== "json") return { sql: base, type: slotType, simple: true };
  return read(base, slotType, rest, context);
}

const variable = (path: readonly string[], cast: SqlCast, context: SqlContext): Sql =>
  context.variable ? context.variable(path.join("."), cast) : slot(path.join("."), cast);

/** Follows steps from a value: relations by a sub-select from the key, JSON by its operator. */
function read(base: Sql, from: ValueType, steps: readonly PathStep[], context: SqlContext): SqlOperand {
  let current = base;
  let type = from;
  let column: SqlCast | undefined;
  for (const step of steps) {
    if (type.kind === "record") {
      // The foreign key ensures that the row exists, so a step to `id` needs no sub-select.
      if (step.collection) current = walkBack(current, step.collection, context);
      else if (step.name.text !== "id") current = walk(current, type.modelId, step, context);
      column = step.formula ? undefined : step.cast;
    } else if (type.kind === "json") {
      current = sql`(${current} -> ${value(step.name.text, "text")})`;
    } else {
      throw new Error(`"${step.name.text}" cannot be read in SQL.`);
    }
    type = step.type;
  }
  if (column === "inet") return { sql: addressText(current), type, simple: false };
  // A null in JSON is absent too.
  if (type.kind === "json") current = sql`NULLIF(${current}, 'null'::jsonb)`;
  return { sql: current, type, simple: false, ...(column === undefined ? {} : { column }) };
}

/** Addresses are text in expressions. */
const addressText = (column: Sql): Sql => sql`host(${column})`;

const WALK = "_walk";

function walk(key: Sql, modelId: Parameters<SqlContext["table"]>[0], step: PathStep, context: SqlContext): Sql {
  const from = (alias: Sql, id: Sql): Sql => sql`FROM ${context.table(modelId)} AS ${alias} WHERE ${id} = ${key}`;
  if (!step.formula) {
    return sql`(SELECT ${identifier(WALK, step.name.text)} ${from(identifier(WALK), identifier(WALK, "id"))})`;
  }
  // What a formula reads is named by the row's alias, which no sub-select inside it may hide.
  const depth = (context.depth ?? 0) + 1;
  const alias = `_f${depth}`;
  const row = { ...context, depth, column: (name: string) => identifier(alias, name) };
  return sql`(SELECT ${formulaSql(step.formula, row)} ${from(identifier(alias), identifier(alias, "id"))})`;
}

/** A formula over the row whose columns the context gives. One that cannot be calculated is absent. */
export function formulaSql(formula: FormulaSource, context: SqlContext): Sql {
  const typed = usableFormula(formula);
  if (!typed) return value(null, castOf(formula.type));
  // The names of rows of lists outside mean nothing inside, but their aliases are taken.
  const taken = [...(context.rows?.values() ?? [])].map((alias, index) => [` ${index}`, alias] as const);
  const result = sql`(${compileToSql(typed, { ...context, rowVariable: "record", rows: new Map(taken) })})`;
  if (formula.type.kind === "text") return sql`left(${result}, ${value(MAX_FORMULA_TEXT, "integer")})`;
  return formula.scale === undefined ? result : sql`round(${result}, ${value(formula.scale, "integer")})`;
}

/** The key of the one row of a collection. */
function walkBack(key: Sql, { target, via }: Collection, context: SqlContext): Sql {
  const alias = identifier(WALK);
  return sql`(SELECT ${identifier(WALK, "id")} FROM ${context.table(target.id)} AS ${alias} WHERE ${identifier(WALK, via.name)} = ${key})`;
}

function indexSql(node: TypedExpression & { kind: "index" }, context: SqlContext): SqlOperand {
  const target = compile(node.target, context, false).sql;
  if (node.target.type.kind === "json") {
    const key = node.index.kind === "constant" ? node.index.value : undefined;
    const step = typeof key === "string" ? value(key, "text") : value(key as number, "integer");
    return { sql: sql`NULLIF((${target} -> ${step}), 'null'::jsonb)`, type: node.type, simple: false };
  }
  const index = compile(node.index, context, false).sql;
  // Bounded first: a cast of a large number to integer is an error. An index outside the list gives NULL.
  return {
    sql: sql`(${target})[GREATEST(LEAST(${index}::numeric, 2147483646), -1)::integer + 1]`,
    type: node.type,
    simple: false,
  };
}

const castTo = (expression: Sql, cast: SqlCast): Sql => {
  switch (cast) {
    case "bigint[]":
      return sql`${expression}::bigint[]`;
    case "numeric[]":
      return sql`${expression}::numeric[]`;
    case "double precision[]":
      return sql`${expression}::double precision[]`;
    case "text[]":
      return sql`${expression}::text[]`;
    case "boolean[]":
      return sql`${expression}::boolean[]`;
    case "date[]":
      return sql`${expression}::date[]`;
    case "time[]":
      return sql`${expression}::time[]`;
    case "timestamptz[]":
      return sql`${expression}::timestamptz[]`;
    case "interval[]":
      return sql`${expression}::interval[]`;
    case "uuid[]":
      return sql`${expression}::uuid[]`;
    default:
      throw new Error(`There is no SQL for a list as ${cast}.`);
  }
};
