import { joinSql, literal, Sql, type SqlParameter, sql } from "./sql.ts";

/**
 * The same SQL with its values written out as quoted literals: for DDL, which takes no parameters. Slots stay an error,
 * because nothing would fill them.
 */
export function inlineValues(fragment: Sql): Sql {
  return new Sql(
    fragment.chunks.flatMap((chunk) => {
      if (typeof chunk === "string") return [chunk];
      const { chunks } = written(chunk.parameter);
      return chunk.cast === undefined ? chunks : [...chunks, `::${chunk.cast}`];
    }),
  );
}

function written(parameter: SqlParameter): Sql {
  if ("slot" in parameter) throw new Error(`The slot "${parameter.slot}" cannot be written into DDL.`);
  const { value } = parameter;
  if (!isList(value)) return scalar(value);
  return sql`ARRAY[${joinSql(value.map(scalar), ", ")}]`;
}

const isList = (value: unknown): value is readonly (string | number | boolean | null)[] => Array.isArray(value);

const scalar = (content: string | number | boolean | null): Sql =>
  content === null ? sql`NULL` : literal(String(content));
