import { identifier, type Sql, type SqlValue, slot, sql } from "../sql/sql.ts";
import type { QueryScope } from "./query-scope.ts";

/**
 * A create that may be sent several times and is written once. Its key is stored by the statement that writes the row, so
 * a write that is refused or fails uses no key. Of several at once exactly one writes: the others wait for it at the
 * index of `_submissions`, find the key taken, and learn which row it made.
 *
 *   _ok AS (<the row, if guard and rule let it>),
 *   _once AS (INSERT INTO _submissions (…) SELECT … FROM _ok ON CONFLICT (key) DO NOTHING RETURNING key),
 *   _made AS (INSERT INTO book (…) SELECT … FROM _ok WHERE EXISTS (SELECT FROM _once) RETURNING …)
 */
export interface Once {
  /** A hash that says who sends, what for, and the key that was sent: a caller never meets the key of another. */
  readonly key: string;
  /** A hash of what is sent, unless the key contains it: the same key with other content is refused. */
  readonly content?: string;
}

/** The table, in each app's schema: which row each key has made. */
export const SUBMISSIONS = "_submissions";

const table = (scope: QueryScope): Sql => identifier(scope.schemaName, SUBMISSIONS);

const key = slot("once.key", "text");
const content = slot("once.content", "text");

export const onceSlots = (once: Once): Readonly<Record<string, SqlValue>> => ({
  "once.key": once.key,
  "once.content": once.content ?? "",
});

/** Stores the key of the row in `_ok`; has no row when the key is taken. */
export const onceCte = (scope: QueryScope): Sql =>
  sql`_once AS (INSERT INTO ${table(scope)} AS _s (key, content, made) SELECT ${key}, ${content}, _ok.id::text FROM _ok ON CONFLICT (key) DO NOTHING RETURNING _s.key)`;

/** That nobody has sent this key before. */
export const isFirst: Sql = sql`EXISTS (SELECT FROM _once)`;

/** Two columns: the key of the row that was made before, null for none, and whether the same was sent then. */
export const madeBefore = (scope: QueryScope): readonly Sql[] => [
  sql`(SELECT _s.made FROM ${table(scope)} _s WHERE _s.key = ${key})`,
  sql`(SELECT _s.content = ${content} FROM ${table(scope)} _s WHERE _s.key = ${key})`,
];
