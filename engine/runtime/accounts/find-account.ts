import { keyOf } from "../../field-types/keys.ts";
import { foldedSql } from "../../schema/design/design-constraint.ts";
import { castType, identifier, type Sql, sql, value } from "../../sql/sql.ts";
import { STALE } from "../execution/run-statement.ts";
import { type AccountPlace, readAccounts, tableIn, usersTable } from "./account-place.ts";

export interface Account {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  /** They have signed up, and nobody has let them in yet. */
  readonly waiting: boolean;
  readonly passwordHash: string | undefined;
}

/** Addresses are ASCII, so a letter that a database folds to another one belongs to no account. */
const PLAIN = /^[\x21-\x7e]{3,254}$/;

/** The account of an address, whatever the case of its letters; undefined for none. */
export async function findByEmail(place: AccountPlace, email: string): Promise<Account | undefined | typeof STALE> {
  const column = identifier("_u", place.users.core.email.name);
  // Somebody with an address that cannot be one is looked for all the same, so that the answer takes as long.
  const wanted = PLAIN.test(email) ? email.toLowerCase() : "";
  return find(place, sql`${foldedSql(column)} = ${value(wanted, "text")}`);
}

export async function findById(place: AccountPlace, userId: string): Promise<Account | undefined | typeof STALE> {
  const key = sql`${value(userId, "text")}::${castType(keyOf(place.users.model).cast)}`;
  return find(place, sql`_u.id = ${key}`);
}

/** With the pointer: a row of a release that is no longer live is not used. */
async function find(place: AccountPlace, condition: Sql): Promise<Account | undefined | typeof STALE> {
  const { live, users } = place;
  const column = (part: "name" | "email" | "active") => identifier("_u", users.core[part].name);
  const [row] = await readAccounts(
    place,
    sql`SELECT _live.release_id, _live.access_version, _f.* FROM quintet.live _live LEFT JOIN LATERAL (SELECT _u.id::text, ${column("name")}, ${column("email")}, ${column("active")}, _c.password_hash, EXISTS (SELECT FROM ${tableIn(place, "_approvals")} _a WHERE _a.user_id = _u.id::text) FROM ${usersTable(place)} _u LEFT JOIN ${tableIn(place, "_credentials")} _c ON _c.user_id = _u.id::text WHERE ${condition} ORDER BY _u.id LIMIT 1) _f(_id, _name, _email, _active, _hash, _waiting) ON true WHERE _live.app_id = ${value(live.appId, "uuid")} AND _live.environment = ${value(live.environment, "text")}`,
  );
  const [release, access, userId, name, email, active, passwordHash, waiting] = row ?? [];
  if (release !== live.release || access !== live.access) return STALE;
  if (userId == null) return undefined;
  return {
    userId,
    name: name ?? "",
    email: email ?? "",
    active: active === "t",
    waiting: active !== "t" && waiting === "t",
    passwordHash: passwordHash ?? undefined,
  };
}
