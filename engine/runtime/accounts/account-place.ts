import { authRoleOf } from "../../auth/auth-role.ts";
import type { CompiledUsers } from "../../snapshot/compile-users.ts";
import { identifier, printSql, type Sql, type SqlValue } from "../../sql/sql.ts";
import type { RowAccess, RowStatements, Transaction } from "../data/row-access.ts";
import type { WireRow } from "../data/wire-query.ts";
import type { RowTransaction } from "../execution/transaction.ts";
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

export type AccountRun = (statement: Sql) => Promise<WireRow[]>;
type Savepoint = Transaction["savepoint"];

/** Several statements, all or none. */
export function accountTransaction<Result>(
  place: AccountPlace,
  what: string,
  work: (run: AccountRun, savepoint: Savepoint) => Promise<Result>,
): Promise<Result> {
  return place.data.transaction(roleOf(place), { what, deadlineMs: 3_000 }, (transaction) =>
    work(runIn(place, transaction), transaction.savepoint.bind(transaction)),
  );
}

const runIn =
  (place: AccountPlace, statements: RowStatements, role = roleOf(place)): AccountRun =>
  (statement) => {
    const { text, values } = printed(statement);
    return statements.write(role, { text, name: undefined }, values);
  };

/** Statements on our own tables that the data role may touch, among those that write rows. */
export function inRows<Result>(
  place: AccountPlace,
  transaction: RowTransaction,
  work: (run: AccountRun) => Promise<Result>,
): Promise<Result> {
  const { roleName } = place.live;
  return transaction.asRole(roleName, (statements) => work(runIn(place, statements, roleName)));
}

/** Statements of accounts among those that write rows. */
export const inAccounts = <Result>(
  place: AccountPlace,
  transaction: RowTransaction,
  work: (run: AccountRun) => Promise<Result>,
): Promise<Result> => transaction.asRole(roleOf(place), (statements) => work(runIn(place, statements)));

class NotKept extends Error {}

/**
 * Does the work of a transaction in any case, and undoes it where it is for nobody: so an address that nobody has takes the
 * same statements as one that somebody has.
 */
export async function keepIf(isKept: boolean, savepoint: Savepoint, work: () => Promise<unknown>): Promise<void> {
  try {
    await savepoint(async () => {
      await work();
      if (!isKept) throw new NotKept();
    });
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
  }
}
