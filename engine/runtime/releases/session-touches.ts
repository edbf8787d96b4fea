import { authRoleOf } from "../../auth/auth-role.ts";
import { accountsOf } from "../../definition/users.ts";
import type { CallerSession } from "../../principal.ts";
import { identifier, printSql, sql, value } from "../../sql/sql.ts";
import type { AppData } from "../data/app-data.ts";
import type { LiveApp } from "./live-app.ts";

/** How often the use of a session is stored, so that reading does not write. */
const EVERY_MS = 5 * 60_000;
const MOST = 50_000;

/**
 * Moves the end of sessions that are used, without raising their stamps: the time without use after which a session ends
 * begins anew.
 */
export class SessionTouches {
  private readonly data: AppData;
  private readonly now: () => number;
  /** When each session was last stored by this process; in the order of storing. */
  private readonly stored = new Map<string, number>();

  constructor(data: AppData, now: () => number) {
    this.data = data;
    this.now = now;
  }

  /** Not waited for: it does not decide the request. Undefined when there is nothing to store, as for most requests. */
  touch(app: LiveApp, session: CallerSession): Promise<void> | undefined {
    const key = `${app.appId} ${app.environment} ${session.id}`;
    const now = this.now();
    const last = this.stored.get(key);
    if (last !== undefined && now - last < EVERY_MS) return undefined;
    this.stored.delete(key);
    this.stored.set(key, now);
    for (const oldest of this.stored.keys()) {
      if (this.stored.size <= MOST) break;
      this.stored.delete(oldest);
    }
    return this.store(app, session);
  }

  private async store(app: LiveApp, { id }: CallerSession): Promise<void> {
    const { identity, reader } = app.snapshot;
    const sessions = identifier(identity.schemaName, "_sessions");
    const days = value(accountsOf(reader).session.idleDays, "integer");
    const { text, parameters } = printSql(
      sql`UPDATE ${sessions} SET seen_at = now(), ends_at = LEAST(expires_at, now() + make_interval(days => ${days})) WHERE id = (SELECT id FROM ${sessions} WHERE id = ${value(id, "bigint")} AND ends_at > now() FOR UPDATE SKIP LOCKED)`,
    );
    const values = parameters.map((parameter) => ("value" in parameter ? parameter.value : null));
    await this.data.write(authRoleOf(app.roleName), { text, name: undefined }, values);
  }
}
