import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

export interface UnreadLimits {
  /** For so long a client may take nothing of an answer. */
  readonly stalledMs: number;
  /** The longest time in which one answer may be read, even at a steady rate. */
  readonly wholeMs: number;
  /** The largest total of all unread answers in memory. */
  readonly heldBytes: number;
}

const LIMITS: UnreadLimits = { stalledMs: 30_000, wholeMs: 300_000, heldBytes: 256_000_000 };

/** Less than this waits in the buffers of a socket and is not looked at. */
const SMALL = 64_000;

interface Client {
  /** The time since which one of these has not been read completely. */
  readonly since: number;
  readonly answers: Set<ServerResponse>;
  hasTimer: boolean;
  readonly forget: () => void;
}

/**
 * Answers that their clients do not read. Each is held in memory until it is sent, so a client that asks and does not
 * read is given up after a time, and before that when all of them together hold too much: those that have waited
 * longest first.
 */
export class UnreadAnswers {
  private readonly limits: UnreadLimits;
  private readonly clients = new Map<Socket, Client>();
  private readonly sweeper: NodeJS.Timeout;

  constructor(limits: Partial<UnreadLimits> = {}) {
    this.limits = { ...LIMITS, ...limits };
    const { stalledMs, wholeMs } = this.limits;
    this.sweeper = setInterval(() => this.sweep(), Math.min(1_000, stalledMs / 4, wholeMs / 4));
    this.sweeper.unref();
  }

  /** For an answer that was written whole. Most are small, or gone already. */
  written(response: ServerResponse, socket: Socket): void {
    if (response.writableLength <= SMALL) return;
    this.watch(response, socket);
    this.sweep();
  }

  /** For an answer whose size is not known yet. */
  watch(response: ServerResponse, socket: Socket): void {
    if (socket.destroyed) return;
    let client = this.clients.get(socket);
    if (!client) {
      const forget = () => void this.clients.delete(socket);
      client = { since: performance.now(), answers: new Set(), hasTimer: false, forget };
      this.clients.set(socket, client);
      // A response that waits behind another one on its connection does not see the connection close.
      socket.once("close", forget);
    }
    const { answers, forget } = client;
    answers.add(response);
    response.once("close", () => {
      answers.delete(response);
      if (answers.size > 0) return;
      this.setTimer(socket, client, false);
      // Many requests use one connection: each would leave a listener on it.
      socket.off("close", forget);
      forget();
    });
  }

  /** What waits to be read. */
  get heldBytes(): number {
    let bytes = 0;
    for (const client of this.clients.values()) bytes += heldFor(client);
    return bytes;
  }

  private sweep(): void {
    const { wholeMs, heldBytes } = this.limits;
    const now = performance.now();
    let held = this.heldBytes;
    // In the order in which they began to wait.
    for (const [socket, client] of this.clients) {
      const bytes = heldFor(client);
      const isWritten = [...client.answers].some((response) => response.writableEnded);
      if (bytes > 0 && (held > heldBytes || (isWritten && now - client.since > wholeMs))) {
        held -= bytes;
        this.clients.delete(socket);
        socket.destroy();
      } else this.setTimer(socket, client, bytes > 0);
    }
  }

  /** Node's own time-out of a socket sees also a large piece being taken bit by bit. Without a listener it ends it. */
  private setTimer(socket: Socket, client: Client, wanted: boolean): void {
    if (client.hasTimer === wanted) return;
    client.hasTimer = wanted;
    if (wanted) socket.setTimeout(this.limits.stalledMs);
    // Between requests the time-out is the server's, for connections that are kept.
    else if (socket.timeout === this.limits.stalledMs) socket.setTimeout(0);
  }
}

function heldFor({ answers }: Client): number {
  let bytes = 0;
  for (const response of answers) bytes += response.writableLength;
  return bytes;
}
