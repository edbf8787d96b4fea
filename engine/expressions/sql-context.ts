import type { ModelId } from "../definition/ids.ts";
import { identifier, type Sql, type SqlCast, slot } from "../sql/sql.ts";
import type { ModelShape } from "./scope.ts";

/** How an expression's names appear in a statement. */
export interface SqlContext {
  /** The variable that is the current row: `record`. Its members are columns, those of other variables are slots. */
  readonly rowVariable: string;
  /**
   * A column of that row; undefined when the row does not have it, which counts as absent (`id` before a row is
   * created).
   */
  column(name: string): Sql | undefined;
  /** The table of another model, for following relations. Called only for models that the expression reads. */
  table(modelId: ModelId): Sql;
  /** The aliases of the rows that conditions of `exists` and `all` are about, by their names. */
  readonly rows?: ReadonlyMap<string, string>;
  /** How many related rows with formulas are read around this one. */
  readonly depth?: number;
  /** The SQL of a variable's value; by default a slot named by its path, `user.group`. */
  variable?(path: string, cast: SqlCast): Sql;
}

export interface RowContextInput {
  /** The table alias of the row, or of the VALUES that a create would insert. */
  readonly alias: string;
  /** The app's schema. */
  readonly schemaName: string;
  model(id: ModelId): ModelShape | undefined;
  /** The columns that the row has; all when absent. On create: those of the VALUES. */
  readonly columns?: ReadonlySet<string>;
}

/**
 * The usual context: a row under an alias. For a create rule the alias is that of the VALUES list, whose columns are
 * named by field; relations are walked from the key in them.
 *
 * @example compileRuleToSql(typed, rowContext({ alias: "r", schemaName: "app_1", model: shapes }))
 */
export function rowContext(input: RowContextInput): SqlContext {
  const { alias, schemaName, columns } = input;
  return {
    rowVariable: "record",
    column: (name) => (columns && !columns.has(name) ? undefined : identifier(alias, name)),
    table: (modelId) => {
      const model = input.model(modelId);
      if (!model) throw new Error(`The model ${modelId} is not in this definition.`);
      return identifier(schemaName, model.name);
    },
    variable: (path, cast) => slot(path, cast),
  };
}
