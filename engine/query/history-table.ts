import { identifier, type Sql } from "../sql/sql.ts";
import type { QueryScope } from "./query-scope.ts";

/**
 * The table of an app's history, made by steps of the app's schema: what rows were before they were deleted, and the changes
 * of rows of models that keep them.
 */
export const historyTable = (scope: Pick<QueryScope, "schemaName">): Sql => identifier(scope.schemaName, "_history");
