import { notifications } from "@mantine/notifications";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { DraftState, UndoState } from "#contract/http/drafts";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { PendingChanges } from "#engine/edits/pending-changes";
import type { Problem } from "#engine/problem";
import { changesSinceLive, rememberLast } from "./changes-since-live.ts";
import type { Command, DraftView } from "./draft-session.ts";
import { useDraftSession } from "./session-context.ts";

/** Reads a part of the draft; the component draws again only when that part is another value. */
export function useDraftPart<Part>(select: (view: DraftView) => Part): Part {
  const session = useDraftSession();
  return useSyncExternalStore(
    useCallback((changed) => session.subscribe(changed), [session]),
    () => select(session.view),
  );
}

export interface Draft {
  readonly definition: AppDefinition;
  readonly reader: DefinitionReader;
  readonly problems: readonly Problem[];
  readonly live: DraftState["live"];
  /** What is not published, by record id. */
  readonly diff: PendingChanges;
  readonly undoState: UndoState;
  readonly connection: "online" | "offline";
  readonly waiting: number;
  /** Runs a command of engine/edits/commands. False when the definition refused it; the person has then been told why. */
  apply(command: Command): boolean;
  undo(): void;
  redo(): void;
}

/** The whole draft. Fine for a screen; a cell or a node asks for its own part with `useDraftPart`. */
export function useDraft(): Draft {
  const view = useDraftPart((whole) => whole);
  const actions = useDraftActions();
  const diff = usePendingChanges();
  return useMemo(() => ({ ...view, diff, ...actions }), [view, diff, actions]);
}

export function useDraftActions(): Pick<Draft, "apply" | "undo" | "redo"> {
  const session = useDraftSession();
  return useMemo(
    () => ({
      apply: (command) => {
        const outcome = session.apply(command);
        if (!outcome.ok)
          notifications.show({ title: `${command.label}: not done`, message: outcome.message, color: "red" });
        return outcome.ok;
      },
      undo: () => session.undo(),
      redo: () => session.redo(),
    }),
    [session],
  );
}

export const useReader = (): DefinitionReader => useDraftPart((view) => view.reader);

const sharedDiff = rememberLast(changesSinceLive);
const diffOf = (view: DraftView): PendingChanges => sharedDiff(view.live?.definition, view.definition);
export const usePendingChanges = (): PendingChanges => useDraftPart(diffOf);

/** The problems that one record causes, by property when one is given. */
export function useProblemsOf(id: RecordId | undefined, property?: string): readonly Problem[] {
  const problems = useDraftPart((view) => view.problems);
  return useMemo(
    () =>
      problems.filter(
        (problem) => problem.recordId === id && (property === undefined || problem.property === property),
      ),
    [problems, id, property],
  );
}
