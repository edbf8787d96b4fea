import { hash } from "node:crypto";
import { authRoleOf } from "../../auth/auth-role.ts";
import type { GroupId } from "../../definition/ids.ts";
import { OperationalError } from "../../errors.ts";
import type { Principal } from "../../principal.ts";
import { type CompiledUsers, callerOfRow } from "../../snapshot/compile-users.ts";
import { bindParameters, identifier, printSql, sql } from "../../sql/sql.ts";
import type { AppData } from "../data/app-data.ts";
import type { Log, ReleaseStore } from "../ports.ts";
import { KnownCallers } from "./known-callers.ts";
import type { LiveApp } from "./live-app.ts";
import { PointerAge } from "./pointer-age.ts";
import { SessionTouches } from "./session-touches.ts";
import { SnapshotCache } from "./snapshot-cache.ts";

export interface LiveAppsOptions {
  readonly data: AppData;
  readonly store: ReleaseStore;
  readonly log: Log;
  /** Milliseconds that only grow. */
  now(): number;
  /** The most compiled releases that are kept. */
  readonly maxSnapshots?: number;
}

const POINTER = {
  text: "SELECT release_id, access_version FROM quintet.live WHERE app_id = $1::uuid AND environment = $2",
  name: "quintet_pointer",
};
const POINTERS = {
  text: "SELECT app_id, environment, release_id, access_version FROM quintet.live WHERE app_id = ANY($1::uuid[])",
  name: "quintet_pointers",
};

interface Entry {
  app: LiveApp | undefined;
  loading: Promise<LiveApp | undefined> | undefined;
}

/**
 * The apps that this process serves: per app and environment a pointer to the snapshot of its live release. The row in
 * quintet.live is authoritative, a notification only asks to read it (listen.ts), and the guard in every statement
 * verifies it.
 */
export class LiveApps {
  private readonly entries = new Map<string, Entry>();
  private readonly snapshots: SnapshotCache;
  private readonly options: LiveAppsOptions;
  private readonly touches: SessionTouches;

  constructor(options: LiveAppsOptions) {
    this.options = options;
    this.snapshots = new SnapshotCache(options.store, options.maxSnapshots ?? 500);
    this.touches = new SessionTouches(options.data, options.now);
  }

  /** The app as last read; the first call loads it. Undefined when nothing is published. */
  get(appId: string, environment: string): LiveApp | Promise<LiveApp | undefined> {
    const entry = this.entries.get(keyOf(appId, environment));
    return entry?.app ?? this.reload(appId, environment);
  }

  /**
   * Reads the pointer and loads the release that it names. Concurrent requests that meet a newer release share one
   * look-up: `seen` is the state that the caller knows to be outdated, so a look-up that began before it was read is
   * not enough.
   */
  async reload(appId: string, environment: string, seen?: LiveApp): Promise<LiveApp | undefined> {
    const key = keyOf(appId, environment);
    let entry = this.entries.get(key);
    if (!entry) {
      entry = { app: undefined, loading: undefined };
      this.entries.set(key, entry);
    }
    if (seen !== undefined && entry.app !== seen && entry.app !== undefined) return entry.app;
    if (!entry.loading) {
      const own = entry;
      entry.loading = this.read(appId, environment, own.app)
        .then((app) => {
          own.app = app;
          // Only served apps are kept: unknown names must not fill the memory.
          if (!app) this.entries.delete(key);
          return app;
        })
        .finally(() => {
          own.loading = undefined;
        });
    }
    return entry.loading;
  }

  /** Always reads the pointer; returns `seen` itself when it is still current. */
  async look(appId: string, environment: string, seen: LiveApp): Promise<LiveApp | undefined> {
    const known = this.entries.get(keyOf(appId, environment))?.app;
    return known !== seen ? known : this.reload(appId, environment);
  }

  private async read(appId: string, environment: string, known: LiveApp | undefined): Promise<LiveApp | undefined> {
    const startedAt = this.options.now();
    const rows = await this.options.data.read(undefined, POINTER, [appId, environment]);
    const [release, access] = rows[0] ?? [];
    if (!release || !access || release === "0") return undefined;
    if (known?.release === release && known.access === access) {
      known.pointer.confirm(startedAt);
      return known;
    }
    const pointer = new PointerAge(this.options.now, startedAt);
    const callers = new KnownCallers(this.options.now);
    if (known?.release === release) return { ...known, access, pointer, callers };
    const loaded = await this.snapshots.get(Number(release), known?.snapshot);
    if (!loaded || loaded.stored.appId !== appId || loaded.stored.environment !== environment) {
      throw new OperationalError(`The release ${release} that is live cannot be read.`);
    }
    const { stored, snapshot } = loaded;
    return { appId, environment, roleName: stored.roleName, release, access, snapshot, pointer, callers };
  }

  /**
   * Handles a notification: reads the pointer if we serve that app. After a failure, the next request or poll reads it.
   */
  hint(appId: string, environment: string): void {
    const app = this.entries.get(keyOf(appId, environment))?.app;
    if (!app) return;
    this.reload(appId, environment).catch((error: unknown) => {
      this.options.log.warn({ err: error, appId }, "a new release could not be loaded; the next request tries again");
    });
  }

  /** After a reconnect, and regularly: reads the pointers of all served apps in one statement. */
  async refreshAll(): Promise<void> {
    const served = [...this.entries.values()].flatMap((entry) => (entry.app ? [entry.app] : []));
    if (served.length === 0) return;
    const startedAt = this.options.now();
    const rows = await this.options.data.read(undefined, POINTERS, [served.map((app) => app.appId)]);
    const pointers = new Map(rows.map((row) => [keyOf(row[0] ?? "", row[1] ?? ""), row]));
    for (const app of served) {
      const row = pointers.get(keyOf(app.appId, app.environment));
      if (row?.[2] === app.release && row[3] === app.access) app.pointer.confirm(startedAt);
      else this.hint(app.appId, app.environment);
    }
  }

  /**
   * The holder of this key; null when there is none. Cached by the key's hash, never by the key. The look-up contains
   * the guard too: a caller of another access version is not put into this one's map.
   */
  caller(app: LiveApp, secret: string): Principal | null | Promise<Principal | null | "stale"> {
    const digest = hash("sha256", secret, "hex");
    const known = app.callers.get(digest);
    return known === undefined ? this.readCaller(app, digest) : known;
  }

  /** Who has this session; null when it has ended. Cached as a key is, and judged by its stamp in each statement. */
  session(app: LiveApp, token: string): Principal | null | Promise<Principal | null | "stale"> {
    const { users } = app.snapshot;
    if (!users) return null;
    const credential = hash("sha256", token, "hex");
    const known = app.callers.get(credential);
    if (known === undefined) return this.readSession(app, users, credential);
    if (known) this.touch(app, known);
    return known;
  }

  private async readSession(
    app: LiveApp,
    users: CompiledUsers,
    credential: string,
  ): Promise<Principal | null | "stale"> {
    const { text, parameters } = users.caller;
    const values = bindParameters(parameters, { token: credential, app: app.appId, environment: app.environment });
    const rows = await this.options.data.read(authRoleOf(app.roleName), { text, name: undefined }, values);
    const [release, access, ...columns] = rows[0] ?? [];
    if (release !== app.release || access !== app.access) return "stale";
    const caller = callerOfRow(columns, { credential, reader: app.snapshot.reader, users });
    app.callers.set(credential, caller);
    if (caller) this.touch(app, caller);
    return caller;
  }

  /** Not awaited: that a session was used does not decide this request. */
  private touch(app: LiveApp, caller: Principal): void {
    if (caller.kind !== "user") return;
    this.touches.touch(app, caller.session)?.catch((error: unknown) => {
      this.options.log.warn({ err: error, appId: app.appId }, "the use of a session could not be noted");
    });
  }

  private async readCaller(app: LiveApp, digest: string): Promise<Principal | null | "stale"> {
    const keys = identifier(app.snapshot.identity.schemaName, "_keys");
    const statement = printSql(
      sql`SELECT l.release_id, l.access_version, k.id, k.name, k.group_id FROM quintet.live l LEFT JOIN ${keys} k ON k.hash = decode($1, 'hex') AND k.revoked_at IS NULL WHERE l.app_id = $2::uuid AND l.environment = $3`,
    );
    const rows = await this.options.data.read(undefined, { text: statement.text, name: undefined }, [
      digest,
      app.appId,
      app.environment,
    ]);
    const [release, access, id, name, groupId] = rows[0] ?? [];
    if (release !== app.release || access !== app.access) return "stale";
    const group = app.snapshot.reader.record((groupId ?? "grp_") as GroupId);
    const groups = new Set(group?.kind === "group" ? [group.name] : []);
    const caller: Principal | null = id && name ? { kind: "key", id: Number(id), name, groups } : null;
    app.callers.set(digest, caller);
    return caller;
  }
}

const keyOf = (appId: string, environment: string): string => `${appId} ${environment}`;
