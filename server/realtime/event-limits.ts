/**
 * The limits of one socket. A studio that waits for its answers never reaches them; a faulty loop or an attack does.
 */
interface Bucket {
  readonly perSecond: number;
  readonly burst: number;
}

const EVENTS = {
  edit: { perSecond: 100, burst: 500 },
  join: { perSecond: 5, burst: 50 },
  presence: { perSecond: 20, burst: 60 },
} as const satisfies Record<string, Bucket>;
/** A batch may have 8 MB; no client needs to send several in a row. */
const BYTES: Bucket = { perSecond: 1_000_000, burst: 32_000_000 };

export type EventClass = keyof typeof EVENTS;

export interface SocketLimits {
  /** Whether one more event of this class may be handled now. */
  takeEvent(kind: EventClass): boolean;
  takeBytes(count: number): boolean;
}

export function socketLimits(now: () => number): SocketLimits {
  const level = (bucket: Bucket) => {
    let tokens = bucket.burst;
    let at = now();
    return (cost: number) => {
      const time = now();
      tokens = Math.min(bucket.burst, tokens + ((time - at) / 1_000) * bucket.perSecond);
      at = time;
      if (tokens < cost) return false;
      tokens -= cost;
      return true;
    };
  };
  const events = { edit: level(EVENTS.edit), join: level(EVENTS.join), presence: level(EVENTS.presence) };
  const bytes = level(BYTES);
  return { takeEvent: (kind) => events[kind](1), takeBytes: bytes };
}
