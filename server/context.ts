import type pg from "pg";
import type { Logger } from "pino";
import type { Sequelize } from "sequelize";
import type { AccountId, DraftId, WorkspaceId } from "#contract/platform-ids";
import type { ServerToClient } from "#contract/socket/events";
import type { Config } from "./config/config.ts";
import type { Engine } from "./engine/open-engine.ts";

/**
 * What every part of the server is given: made once in main, passed on explicitly, never imported as a value. A test
 * makes its own (tests/support/platform.ts).
 */
export interface ServerContext {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  /** The platform's own tables; models are initialised on it. */
  readonly sequelize: Sequelize;
  /** The same database as a plain URL, for connections that must be direct: LISTEN, advisory locks, BullMQ. */
  readonly platformDatabaseUrl: string;
  /** Where the apps' rows are. A connection of its own kind, even when it is the same server. */
  readonly appDatabase: AppDatabase;
  /** Serves apps, and their rows to builders. */
  readonly engine: Engine;
  /** Signs and encrypts. */
  readonly secretKey: string;
  /** By which a command on this machine is believed (server/operations/local-server.ts); absent where none is served. */
  readonly localKey?: string | undefined;
  readonly realtime: RealtimeEmitter;
  readonly queues: QueuePort;
}

export interface Clock {
  now(): Date;
}

export interface AppDatabase {
  readonly url: string;
  /** The privileged login, for provisioning, plans and look-ups in `quintet`; never for an end user's statement. */
  readonly pool: pg.Pool;
}

/** The receivers of an event: everybody in a draft, everybody of a workspace, or one person. */
export type Audience =
  | { readonly draft: DraftId }
  | { readonly workspace: WorkspaceId }
  | { readonly account: AccountId };

/** Told after the transaction that made the fact has committed. Losing an event loses nothing: rows are the truth. */
export interface RealtimeEmitter {
  emit<Name extends keyof ServerToClient>(
    audience: Audience,
    event: Name,
    payload: Parameters<ServerToClient[Name]>[0],
  ): void;
  /**
   * Closes sockets, in every process: after a sign-out, a new password, a changed role, a removed member. Who still has
   * a session comes back by itself and is judged anew. Called after the commit.
   */
  endSockets(whose: SocketOwner): void;
}

/** The sockets of one session, or of all sessions of a person. */
export type SocketOwner = { readonly session: string } | { readonly account: AccountId };

export interface QueuePort {
  /** A row was committed to the outbox: relay it now and not at the next poll. */
  nudge(): void;
}
