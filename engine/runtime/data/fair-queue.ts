/** The party that a connection serves: one app's visitors, one app's builders, or Quintet itself. */
export interface Party {
  readonly kind: "visitors" | "builders" | "platform";
  /** The app's role; undefined for Quintet itself. */
  readonly role: string | undefined;
  readonly key: string;
}

const PLATFORM: Party = { kind: "platform", role: undefined, key: "" };

/** A statement for a waiting visitor belongs to visitors; every other statement of an app belongs to builders. */
export function partyOf(role: string | undefined, isForVisitor: boolean): Party {
  if (role === undefined) return PLATFORM;
  return isForVisitor ? { kind: "visitors", role, key: role } : { kind: "builders", role, key: `builders ${role}` };
}

export interface FairQueueOptions {
  /** The most connections. */
  readonly size: number;
  /** Of all parties. */
  readonly maxWaiting: number;
  /** Of one party. */
  readonly maxWaitingOfOne: number;
  /** Monotonic milliseconds. */
  now(): number;
}

export interface Waiting {
  readonly deadline: number;
}

interface Place<Waiter> {
  readonly party: Party;
  running: number;
  readonly waiters: Waiter[];
  /** How often a later waiter was served first because the connection had its role. */
  passedOver: number;
}

/** For this long after another app's request, an app does not count as the only one. */
const ALONE_AFTER_MS = 10_000;

/** The most times that a waiter is passed over for one whose role fits the connection. */
const PASSED_OVER_AT_MOST = 4;

/**
 * Decides who gets a connection when more are wanted than exist. An app's visitors may have half of the connections
 * that others do not use, so that one app's slow statements never take what the next app needs. A fifth of the
 * connections is reserved for builders, and one of those for Quintet itself, which needs it to authenticate requests.
 * Within a party the order is first come, first served; parties with the fewest connections go first.
 */
export class FairQueue<Waiter extends Waiting> {
  private readonly options: FairQueueOptions;
  private readonly places = new Map<string, Place<Waiter>>();
  private readonly forVisitors: number;
  private readonly forApps: number;
  private visiting = 0;
  private serving = 0;
  /** How many wait. */
  waiting = 0;
  private lastVisited: string | undefined;
  private lastChange = Number.NEGATIVE_INFINITY;

  constructor(options: FairQueueOptions) {
    this.options = options;
    const reserve = Math.floor(options.size / 5);
    this.forVisitors = options.size - reserve;
    this.forApps = options.size - Math.min(1, reserve);
  }

  /** Whether the party may have one more connection now. */
  admits(party: Party): boolean {
    return this.hasRoom(this.placeOf(party));
  }

  begin(party: Party): void {
    this.placeOf(party).running++;
    if (party.kind === "platform") return;
    this.serving++;
    if (party.kind === "builders") return;
    this.visiting++;
    if (party.role === this.lastVisited) return;
    if (this.lastVisited !== undefined) this.lastChange = this.options.now();
    this.lastVisited = party.role;
  }

  end(party: Party): void {
    const place = this.placeOf(party);
    place.running--;
    if (party.kind !== "platform") this.serving--;
    if (party.kind === "visitors") this.visiting--;
    this.forget(place);
  }

  /** False when so many of this party wait already that it is refused instead. */
  join(party: Party, waiter: Waiter): boolean {
    const place = this.placeOf(party);
    const { maxWaiting, maxWaitingOfOne } = this.options;
    if (place.waiters.length >= maxWaitingOfOne || this.waiting >= maxWaiting) return false;
    place.waiters.push(waiter);
    this.waiting++;
    return true;
  }

  /** The next waiter for a connection that last had this role. */
  next(role: string | undefined): Waiter | undefined {
    let least: Place<Waiter> | undefined;
    let fitting: Place<Waiter> | undefined;
    for (const place of this.places.values()) {
      if (place.waiters.length === 0 || !this.hasRoom(place)) continue;
      if (!least || place.running < least.running) least = place;
      if (place.party.role === role && (!fitting || place.running < fitting.running)) fitting = place;
    }
    if (!least) return undefined;
    const isFitting = fitting !== undefined && fitting !== least && fitting.running <= least.running;
    if (!isFitting || least.passedOver >= PASSED_OVER_AT_MOST) return this.shift(least);
    least.passedOver++;
    return this.shift(fitting as Place<Waiter>);
  }

  /** How many waiters could be served if there were connections. */
  get wanted(): number {
    let count = 0;
    for (const place of this.places.values()) {
      if (this.hasRoom(place)) count += Math.min(place.waiters.length, this.shareOf(place) - place.running);
    }
    return count;
  }

  /** Takes out those whose time is over. */
  expired(now: number): readonly Waiter[] {
    return this.takeOut((waiters) => {
      const alive = waiters.findIndex(({ deadline }) => deadline > now);
      return alive < 0 ? waiters.length : alive;
    });
  }

  /** Takes out all. */
  clear(): readonly Waiter[] {
    return this.takeOut((waiters) => waiters.length);
  }

  private takeOut(count: (waiters: readonly Waiter[]) => number): readonly Waiter[] {
    const out: Waiter[] = [];
    for (const place of [...this.places.values()]) {
      out.push(...place.waiters.splice(0, count(place.waiters)));
      this.forget(place);
    }
    this.waiting -= out.length;
    return out;
  }

  private shift(place: Place<Waiter>): Waiter | undefined {
    place.passedOver = 0;
    this.waiting--;
    // After being served, it moves behind the parties with as few connections.
    this.places.delete(place.party.key);
    this.places.set(place.party.key, place);
    return place.waiters.shift();
  }

  private hasRoom(place: Place<Waiter>): boolean {
    const { kind } = place.party;
    if (kind === "platform") return true;
    if (this.serving >= this.forApps || (kind === "visitors" && this.visiting >= this.forVisitors)) return false;
    return place.running < this.shareOf(place);
  }

  private shareOf({ party, running }: Place<Waiter>): number {
    const { size, now } = this.options;
    if (party.kind === "platform") return size;
    if (party.kind === "builders") return Math.max(1, Math.ceil(size / 4));
    if (now() - this.lastChange > ALONE_AFTER_MS) return Math.max(1, this.forVisitors - Math.floor(size / 5));
    return Math.max(1, Math.ceil((this.forVisitors - (this.visiting - running)) / 2));
  }

  private placeOf(party: Party): Place<Waiter> {
    let place = this.places.get(party.key);
    if (!place) {
      place = { party, running: 0, waiters: [], passedOver: 0 };
      this.places.set(party.key, place);
    }
    return place;
  }

  private forget(place: Place<Waiter>): void {
    if (place.running === 0 && place.waiters.length === 0) this.places.delete(place.party.key);
  }
}
