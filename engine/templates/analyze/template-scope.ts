import type { FieldId } from "../../definition/ids.ts";
import type { ExpressionScope } from "../../expressions/scope.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import type { FormScope } from "./form-scope.ts";
import type { QueriesInScope } from "./queries-in-scope.ts";

/** The names that a template may use and the routes that it may link to; made by engine/views for each view. */
export interface TemplateScope {
  /** `page`, `record`, `user` … and their types. */
  readonly variables: Readonly<Record<string, ValueType>>;
  /** The variables that hold rows of the database, so that the query reads only what the template shows. */
  readonly rows: readonly RowVariable[];
  readonly model: ExpressionScope["model"];
  /** The label of each stored value of a choice field; undefined for other fields. */
  choiceLabels(fieldId: FieldId): Readonly<Record<string, string>> | undefined;
  /** The colours of those choices that have one. */
  choiceColours?(fieldId: FieldId): Readonly<Record<string, string>>;
  readonly routes: RouteTable;
  /** Absent where no form can stand. */
  readonly forms?: FormScope;
  /** Absent where no query runs. */
  readonly queries?: QueriesInScope;
  readonly locale: string;
  readonly timeZone: string;
}

/** `record` is the one row, `page.items` a list of rows. */
export interface RowVariable {
  readonly variable: string;
  readonly member?: string;
  readonly source: "record" | "items";
}
