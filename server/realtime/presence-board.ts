import * as z from "zod";
import { type AccountId, accountIdSchema, type DraftId, draftIdSchema } from "#contract/platform-ids";
import { MAX_PEOPLE, type PeopleChanged, type Person, placeSchema } from "#contract/socket/presence";

/**
 * Who is at which place, in memory. Each process keeps the places of its own sockets and sends them to the other
 * processes: each change at once, and all places every few seconds. When a process is silent, the others forget its
 * places, so the people of a process that died disappear within seconds, and a lost message is repaired by the next
 * whole one. Nothing is stored.
 */
const seatSchema = z.object({
  draftId: draftIdSchema,
  socket: z.string().max(64),
  accountId: accountIdSchema,
  name: z.string().max(200),
  place: placeSchema,
  isIdle: z.boolean(),
  /** When this socket sat down, and when it last moved; by its own process' clock. */
  since: z.number(),
  at: z.number(),
});
export type Seat = z.infer<typeof seatSchema>;

/** What processes tell each other. It comes through the database, so it is parsed as what comes from anywhere. */
export const boardMessageSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("moved"),
    from: z.string().max(64),
    number: z.int(),
    socket: z.string().max(64),
    seat: seatSchema.nullable(),
  }),
  z.object({
    kind: z.literal("all"),
    from: z.string().max(64),
    number: z.int(),
    seats: z.array(seatSchema).max(5_000),
  }),
]);
export type BoardMessage = z.infer<typeof boardMessageSchema>;

/** A process is heard every HEARTBEAT_MS, and forgotten after missing two. */
export const HEARTBEAT_MS = 3_000;
const FORGOTTEN_AFTER_MS = 7_500;
/** Of one process. More sockets than that are served like any other, unseen. */
const MAX_SEATS = 5_000;

interface Other {
  heardAt: number;
  number: number;
  seats: Map<string, Seat>;
}

export class PresenceBoard {
  readonly #self: string;
  readonly #now: () => number;
  readonly #own = new Map<string, Seat>();
  readonly #others = new Map<string, Other>();
  #number = 0;

  constructor(parts: { readonly self: string; readonly now: () => number }) {
    this.#self = parts.self;
    this.#now = parts.now;
  }

  /** Whether any client would receive a message. */
  get isAlone(): boolean {
    return this.#others.size === 0;
  }

  get isEmpty(): boolean {
    return this.#own.size === 0;
  }

  seatOf(socket: string): Seat | undefined {
    return this.#own.get(socket);
  }

  /** A socket sits somewhere. Undefined when there is no room for it. */
  sit(seat: Omit<Seat, "since" | "at">): Seat | undefined {
    const before = this.#own.get(seat.socket);
    if (!before && this.#own.size >= MAX_SEATS) return undefined;
    const at = this.#now();
    const sat = { ...seat, since: before?.draftId === seat.draftId ? before.since : at, at };
    this.#own.set(seat.socket, sat);
    return sat;
  }

  rise(socket: string): Seat | undefined {
    const seat = this.#own.get(socket);
    this.#own.delete(socket);
    return seat;
  }

  moved(socket: string): BoardMessage {
    return {
      kind: "moved",
      from: this.#self,
      number: this.#nextNumber(),
      socket,
      seat: this.#own.get(socket) ?? null,
    };
  }

  all(): BoardMessage {
    return { kind: "all", from: this.#self, number: this.#nextNumber(), seats: [...this.#own.values()] };
  }

  knows(process: string): boolean {
    return process === this.#self || this.#others.has(process);
  }

  /** Takes in the places that another process sent; returns the drafts in which a person moved. */
  hear(message: BoardMessage): ReadonlySet<DraftId> {
    const touched = new Set<DraftId>();
    if (message.from === this.#self) return touched;
    let other = this.#others.get(message.from);
    if (!other) {
      other = { heardAt: 0, number: 0, seats: new Map() };
      this.#others.set(message.from, other);
    }
    other.heardAt = this.#now();
    // Large messages take another way than small ones and may arrive after later ones; the next one corrects that.
    if (message.number < other.number) return touched;
    other.number = message.number;
    const replace = (socket: string, seat: Seat | undefined) => {
      const before = other.seats.get(socket);
      if (before) touched.add(before.draftId);
      if (seat) {
        touched.add(seat.draftId);
        other.seats.set(socket, seat);
      } else other.seats.delete(socket);
    };
    if (message.kind === "moved") replace(message.socket, message.seat ?? undefined);
    else {
      const seats = new Map(message.seats.map((seat) => [seat.socket, seat]));
      for (const socket of other.seats.keys()) if (!seats.has(socket)) replace(socket, undefined);
      for (const seat of message.seats) {
        const before = other.seats.get(seat.socket);
        if (before?.at !== seat.at || before.draftId !== seat.draftId) replace(seat.socket, seat);
      }
    }
    return touched;
  }

  /** Forgets processes that are not heard any more. */
  forget(): ReadonlySet<DraftId> {
    const touched = new Set<DraftId>();
    for (const [from, other] of this.#others) {
      if (this.#now() - other.heardAt <= FORGOTTEN_AFTER_MS) continue;
      this.#others.delete(from);
      for (const seat of other.seats.values()) touched.add(seat.draftId);
    }
    return touched;
  }

  /** One entry per person: their last active window. In order of arrival, so that entries do not change places. */
  peopleIn(draftId: DraftId): PeopleChanged {
    const people = new Map<AccountId, { since: number; seat: Seat }>();
    for (const seats of [this.#own, ...[...this.#others.values()].map((other) => other.seats)]) {
      for (const seat of seats.values()) {
        if (seat.draftId !== draftId) continue;
        const known = people.get(seat.accountId);
        people.set(seat.accountId, {
          since: Math.min(known?.since ?? seat.since, seat.since),
          seat: known && !isMoreActive(seat, known.seat) ? known.seat : seat,
        });
      }
    }
    const inOrder = [...people.values()].sort(
      (a, b) => a.since - b.since || (a.seat.accountId < b.seat.accountId ? -1 : 1),
    );
    return {
      draftId,
      people: inOrder.slice(0, MAX_PEOPLE).map(({ seat }): Person => {
        const { accountId, name, place, isIdle } = seat;
        return { accountId, name, place, isIdle };
      }),
      more: Math.max(0, inOrder.length - MAX_PEOPLE),
    };
  }

  #nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }
}

const isMoreActive = (seat: Seat, than: Seat): boolean =>
  seat.isIdle === than.isIdle ? seat.at > than.at : !seat.isIdle;

/** The same without what only those may know who may read rows. */
export const withoutRows = (changed: PeopleChanged): PeopleChanged => ({
  ...changed,
  people: changed.people.map(({ place: { rowKey: _, ...place }, ...person }) => ({ ...person, place })),
});
