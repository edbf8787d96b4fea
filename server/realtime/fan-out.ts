import type { Logger } from "pino";
import type { ServerOptions } from "socket.io";
import type { Closable } from "../closable.ts";

/**
 * How an event reaches the sockets of other processes: over NOTIFY, or over Redis when REDIS_URL is set
 * (open-fan-out.ts). Events are hints about rows and may get lost; what a browser missed it reads again. So a fan-out
 * that was cut off has one more duty, to say so.
 */
export interface FanOut extends Closable {
  /** For Socket.IO's server. */
  readonly adapter: ServerOptions["adapter"];
  /** Resolves once events of others are heard, or after some seconds: it goes on trying by itself. */
  ready(): Promise<void>;
  /** Called when events of other processes may have been missed and are heard again. */
  onGap(listener: () => void): void;
}

export interface FanOutInput {
  /** Direct, not through a pooler: it LISTENs. */
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  /** A secret that all processes of an installation know, and no one else. */
  readonly secretKey: string;
  readonly log: Logger;
  /** How often a connection is tested, and how long its answer may take. */
  readonly probe?: { readonly everyMs: number; readonly answerMs: number };
}
