import { authRoleOf } from "../../auth/auth-role.ts";
import type { CompiledUsers } from "../../snapshot/compile-users.ts";
import { identifier, printSql, type Sql, type SqlValue } from "../../sql/sql.ts";
import type { RowAccess, RowStatements } from "../data/row-access.ts";
import type { WireRow } from "../data/wire-query.ts";
import type { LiveApp } from "../releases/live-app.ts";

/** Where the accounts of an app's users are. */
export interface AccountPlace {
  readonly live: LiveApp;
  readonly users: CompiledUsers;
  readonly data: RowAccess;
}

/** The schema of the app, for tables by name. */
export const tableIn = ({ live }: AccountPlace, name: string): Sql =>
  identifier(live.snapshot.identity.schemaName, name);

export const usersTable = (place: AccountPlace): Sql => tableIn(place, place.users.model.name);

const roleOf = ({ live }: AccountPlace): string => authRoleOf(live.roleName);

/** The few statements of accounts are printed each time: beside a hashed password that is nothing. */
function printed(statement: Sql): { readonly text: string; readonly values: SqlValue[] } {
  const { text, parameters } = printSql(statement);
  const values = parameters.map((parameter) => {
    if ("slot" in parameter) throw new Error("A statement of accounts has its values itself.");
    return parameter.value;
  });
  return { text, values };
}

export async function readAccounts(place: AccountPlace, statement: Sql): Promise<WireRow[]> {
  const { text, values } = printed(statement);
  return place.data.read(roleOf(place), { text, name: undefined }, values);
}

export async function writeAccounts(place: AccountPlace, statement: Sql): Promise<WireRow[]> {
  const { text, values } = printed(statement);
  return place.data.write(roleOf(place), { text, name: undefined }, values);
}

/** Several statements, all or none. */
export function accountTransaction<Result>(
  place: AccountPlace,
  what: string,
  work: (run: (statement: Sql) => Promise<WireRow[]>) => Promise<Result>,
): Promise<Result> {
  const role = roleOf(place);
  return place.data.transaction(role, { what, deadlineMs: 3_000 }, (transaction: RowStatements) =>
    work((statement) => {
      const { text, values } = printed(statement);
      return transaction.write(role, { text, name: undefined }, values);
    }),
  );
}
