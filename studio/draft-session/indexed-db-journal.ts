import type { AccountId, DraftId } from "#contract/platform-ids";
import { FORMAT_VERSION } from "#engine/definition/format-version";
import {
  type DraftJournal,
  type Found,
  itemId,
  JOURNAL_FORMAT,
  type JournalItem,
  journalItemSchema,
  type StorageFailure,
  type UnreadableItem,
} from "./journal.ts";

/** One item as it lies in the browser. What it means is `item`; the rest must be readable by every later version. */
interface StoredItem {
  /** Account, draft and the item's own id. */
  readonly key: string;
  /** Account and draft: nobody else's items are ever read. */
  readonly owner: string;
  /** The tab that sends it; adopted by another when that is gone. */
  readonly tab: string;
  /** Oldest first. */
  readonly order: number;
  readonly format: number;
  readonly definitionFormat: number;
  readonly item: unknown;
}

const DATABASE = "quintet";
const STORE = "drafts";
/** An answer of the browser's storage that takes longer than this counts as none. */
const PATIENCE_MS = 10_000;

/**
 * The journal in IndexedDB. Each tab holds a Web Lock of its own name for as long as it lives, so that another can tell
 * the items of the living from those of the dead; adopting is done under a lock too, so that each item gets one tab.
 * Where the browser has no Web Locks (plain http outside localhost) items may be adopted from a living tab: the batch
 * then arrives from two, under one id, and counts once.
 */
export function indexedDbJournal(parts: {
  readonly accountId: AccountId;
  readonly draftId: DraftId;
  readonly tab: string;
}): DraftJournal {
  const owner = `${parts.accountId} ${parts.draftId}`;
  const { tab } = parts;
  const locks: LockManager | undefined = navigator.locks;
  const opened = openDatabase();
  const alive = locks ? holdLock(locks, tabLock(tab)) : undefined;
  /** Writes in the order in which they were asked for. */
  let queue: Promise<unknown> = alive?.held ?? Promise.resolve();
  let order = Date.now();

  const inTurn = <Result>(work: (database: IDBDatabase) => Promise<Result>): Promise<Result> => {
    const turn = queue.then(async () => work(await opened));
    queue = turn.catch(() => undefined);
    return turn;
  };

  const adoptNow = async (database: IDBDatabase): Promise<Found> => {
    const living = await livingTabs(locks);
    const found = await within(database, "strict", async (store) => {
      const all = (await done(store.index("owner").getAll(owner))) as StoredItem[];
      const orphans = all.filter((stored) => stored.tab !== tab && !living.has(stored.tab));
      for (const stored of orphans) store.put({ ...stored, tab });
      return orphans.sort((a, b) => a.order - b.order);
    });
    const items: JournalItem[] = [];
    const unreadable: UnreadableItem[] = [];
    for (const stored of found) {
      const item = readItem(stored);
      if (item) items.push(item);
      else unreadable.push({ key: stored.key, text: JSON.stringify(stored.item, null, 2) ?? "" });
    }
    return { items, unreadable };
  };

  return {
    adopt: () =>
      inTurn((database) =>
        locks ? locks.request(`quintet-adopt ${owner}`, () => adoptNow(database)) : adoptNow(database),
      ).catch(() => ({ items: [], unreadable: [] })),
    put: (item) => {
      order += 1;
      const stored: StoredItem = {
        key: `${owner} ${itemId(item)}`,
        owner,
        tab,
        order,
        format: JOURNAL_FORMAT,
        definitionFormat: FORMAT_VERSION,
        item,
      };
      return inTurn((database) => within(database, "strict", (store) => keepPlace(store, stored))).then(
        () => "stored" as const,
        failureOf,
      );
    },
    remove: (id) =>
      inTurn((database) => within(database, "relaxed", (store) => done(store.delete(`${owner} ${id}`)))).then(
        () => undefined,
        // Then it is found again later, sent again, and counts once.
        () => undefined,
      ),
    discard: (key) =>
      inTurn((database) => within(database, "relaxed", (store) => done(store.delete(key)))).then(
        () => undefined,
        () => undefined,
      ),
    close: () => {
      // After what is still being written; then another tab may take over.
      void queue.then(async () => {
        alive?.release();
        (await opened.catch(() => undefined))?.close();
      });
    },
  };
}

/** An item that is written again stays where it was in the order. */
async function keepPlace(store: IDBObjectStore, stored: StoredItem): Promise<void> {
  const known = (await done(store.get(stored.key))) as StoredItem | undefined;
  await done(store.put(known ? { ...stored, order: known.order } : stored));
}

function readItem(stored: StoredItem): JournalItem | undefined {
  if (stored.format !== JOURNAL_FORMAT || stored.definitionFormat !== FORMAT_VERSION) return undefined;
  const parsed = journalItemSchema.safeParse(stored.item);
  return parsed.success ? parsed.data : undefined;
}

const failureOf = (error: unknown): StorageFailure =>
  error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "unavailable";

const tabLock = (tab: string): string => `quintet-tab ${tab}`;

function holdLock(locks: LockManager, name: string): { readonly held: Promise<void>; readonly release: () => void } {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    const released = new Promise<void>((end) => {
      release = end;
    });
    locks
      .request(name, () => {
        resolve();
        return released;
      })
      // Refused (a document that is being closed): items then look like those of a dead tab, which is harmless.
      .catch(() => resolve());
  });
  return { held, release: () => release() };
}

async function livingTabs(locks: LockManager | undefined): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query()) ?? {};
  return new Set(held.flatMap(({ name }) => (name?.startsWith(tabLock("")) ? [name.slice(tabLock("").length)] : [])));
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = new Promise<IDBDatabase>((resolve, reject) => {
    if (typeof indexedDB === "undefined") throw new Error("This browser has no IndexedDB.");
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "key" }).createIndex("owner", "owner");
    };
    request.onsuccess = () => {
      // A later version of the studio, in another tab, wants to change the shape of what is kept.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    setTimeout(() => reject(new Error("The browser's storage does not answer.")), PATIENCE_MS);
  });
  // It is asked for when it is needed; until then a refusal is nobody's.
  opening.catch(() => undefined);
  return opening;
}

/** Work in one transaction. */
function within<Result>(
  database: IDBDatabase,
  /** `strict`: done when it is on the disk, so that also a power cut leaves it there. */
  durability: IDBTransactionDurability,
  work: (store: IDBObjectStore) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite", { durability });
    let result: Result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error ?? new Error("The browser gave the write up."));
    work(transaction.objectStore(STORE)).then(
      (value) => {
        result = value;
      },
      (error: unknown) => {
        reject(error);
        transaction.abort();
      },
    );
  });
}

const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
