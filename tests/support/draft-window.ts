import { expect, type Page } from "@playwright/test";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { EditOperation } from "#engine/edits/edit";

/**
 * The draft session of a studio window, found where React keeps it: the studio has no entrance for tests. What is done here
 * goes the same way as what is done by hand.
 */
interface WindowState {
  readonly definition: AppDefinition;
  readonly revision: number;
  readonly waiting: number;
  readonly stored: number;
  readonly connection: "online" | "offline";
  readonly undoState: { readonly undo: string | null; readonly redo: string | null };
  readonly textConflicts: readonly { readonly id: string; readonly mine: string; readonly theirs?: string }[];
  readonly refusals: readonly { readonly operations: readonly EditOperation[]; readonly message: string }[];
}

interface Fiber {
  readonly memoizedProps?: { readonly value?: Partial<PageSession> };
  readonly child?: Fiber;
  readonly sibling?: Fiber;
}
interface Notice {
  readonly kind: string;
  readonly overtook?: readonly { readonly property: string }[];
}
interface PageSession {
  readonly me: string;
  readonly view: WindowState;
  apply(command: { readonly label: string; readonly operations: readonly EditOperation[] }): {
    readonly ok: boolean;
    readonly message?: string;
  };
  undo(): void;
  redo(): void;
  subscribe(listener: () => void): () => void;
  onNotice(listener: (notice: Notice) => void): () => void;
}
interface TestGlobals {
  quintetSession?: PageSession;
  quintetNotices: Notice[];
  /** When each label of the app was first seen, in milliseconds since 1970. */
  quintetSeen: Record<string, number>;
}

/** Runs in the page: holds the session under a name of its own, and gives whether it is connected. */
function hold(): boolean {
  const page = globalThis as unknown as TestGlobals;
  if (!page.quintetSession) {
    const root = document.getElementById("root") as unknown as Record<string, Fiber | undefined>;
    const start = root[Object.keys(root).find((name) => name.startsWith("__reactContainer$")) ?? ""];
    const waiting = start ? [start] : [];
    for (let fiber = waiting.pop(); fiber; fiber = waiting.pop()) {
      const value = fiber.memoizedProps?.value;
      if (value?.apply && value.view?.definition) {
        const session = value as PageSession;
        page.quintetSession = session;
        page.quintetNotices = [];
        page.quintetSeen = {};
        session.onNotice((notice) => page.quintetNotices.push(notice));
        session.subscribe(() => {
          page.quintetSeen[session.view.definition.settings.label] ??= performance.timeOrigin + performance.now();
        });
        break;
      }
      if (fiber.sibling) waiting.push(fiber.sibling);
      if (fiber.child) waiting.push(fiber.child);
    }
  }
  return page.quintetSession?.view.connection === "online";
}

/** Waits for the window's session, and lets the calls below find it. */
export async function holdSession(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(hold), { timeout: 20_000 }).toBe(true);
}

export const stateOf = (page: Page): Promise<WindowState> =>
  page.evaluate(() => (globalThis as unknown as { quintetSession: PageSession }).quintetSession.view);

export const noticesOf = (page: Page): Promise<Notice[]> =>
  page.evaluate(() => (globalThis as unknown as TestGlobals).quintetNotices);

export const seenIn = (page: Page): Promise<Readonly<Record<string, number>>> =>
  page.evaluate(() => (globalThis as unknown as TestGlobals).quintetSeen);

/** Does an edit in the window; gives when, and what refused it there. */
export const applyIn = (
  page: Page,
  label: string,
  operations: readonly EditOperation[],
): Promise<{ readonly at: number; readonly refused: string | undefined }> =>
  page.evaluate(
    ([what, batch]) => {
      const { quintetSession } = globalThis as unknown as { quintetSession: PageSession };
      const at = performance.timeOrigin + performance.now();
      return { at, refused: quintetSession.apply({ label: what, operations: JSON.parse(batch) }).message };
    },
    [label, JSON.stringify(operations)] as const,
  );

/** Leaves something in the browser as an older version of the studio might have, for the window's person and draft. */
export const leaveUnreadable = (page: Page, text: string): Promise<void> =>
  page.evaluate(async (content) => {
    const { me, view } = (globalThis as unknown as { quintetSession: PageSession & { view: { draftId: string } } })
      .quintetSession;
    const owner = `${me} ${view.draftId}`;
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open("quintet");
      request.onsuccess = () => resolve(request.result);
    });
    const item = {
      key: `${owner} old`,
      owner,
      tab: "gone",
      order: 1,
      format: 0,
      definitionFormat: 1,
      item: { content },
    };
    await new Promise<void>((resolve) => {
      const transaction = database.transaction("drafts", "readwrite");
      transaction.objectStore("drafts").put(item);
      transaction.oncomplete = () => resolve();
    });
    database.close();
  }, text);

export const takeBackIn = (page: Page, which: "undo" | "redo"): Promise<void> =>
  page.evaluate((kind) => (globalThis as unknown as { quintetSession: PageSession }).quintetSession[kind](), which);
