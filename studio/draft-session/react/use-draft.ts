import { notifications } from "@mantine/notifications";
import { useCallback, useMemo, useRef, useSyncExternalStore } from "react";
import type { DraftState, UndoState } from "#contract/http/drafts";
import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { ModelId, RecordId } from "#engine/definition/ids";
import { isEqualJson } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import type { RecordChange } from "#engine/edits/diff-definitions";
import type { EditTargetId } from "#engine/edits/edit";
import type { PendingChanges, PendingState } from "#engine/edits/pending-changes";
import type { Problem } from "#engine/problem";
import type { FormRefusal } from "../../components/use-form-refusal.ts";
import { useMay } from "../../session/use-may.ts";
import { changesSinceLive, rememberLast } from "../changes-since-live.ts";
import type { Command, DraftView } from "../draft-view.ts";
import { useDraftSession } from "./session-context.ts";

/**
 * Reads a part of the draft; the component draws again only when that part is another value. A selector that makes a
 * new list each time gives `isEqual` (`isSameList`), and the old list stays while its items do.
 */
export function useDraftPart<Part>(
  select: (view: DraftView) => Part,
  isEqual: (a: Part, b: Part) => boolean = Object.is,
): Part {
  const session = useDraftSession();
  const last = useRef<{ readonly part: Part }>(undefined);
  return useSyncExternalStore(
    useCallback((changed) => session.subscribe(changed), [session]),
    () => {
      const part = select(session.view);
      if (last.current && isEqual(last.current.part, part)) return last.current.part;
      last.current = { part };
      return part;
    },
  );
}

/** Two lists of the same records: a record that did not change is the same object in every definition. */
export const isSameList = <Item>(a: readonly Item[], b: readonly Item[]): boolean =>
  a === b || (a.length === b.length && a.every((item, index) => item === b[index]));

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
  /** The same for an input that shows beneath itself why it was refused: gives the sentence, and tells nobody. */
  attempt(command: Command): string | undefined;
  /** The same for a form of several inputs: says besides at which one. */
  attemptForm(command: Command): FormRefusal | undefined;
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

const VIEWER = "You are a viewer here, so nothing was changed. An owner can make you an editor.";

/** Who may not edit is told so, and nothing is sent: the server would refuse it. */
function tellViewer(): void {
  notifications.show({
    id: "viewer",
    title: "You are a viewer here",
    message: "Nothing was changed. An owner can make you an editor.",
  });
}

export function useDraftActions(): Pick<Draft, "apply" | "attempt" | "attemptForm" | "undo" | "redo"> {
  const session = useDraftSession();
  const canEdit = useMay()("edit");
  return useMemo(() => {
    const attemptForm = (command: Command): FormRefusal | undefined => {
      if (!canEdit) return { message: VIEWER };
      const outcome = session.apply(command);
      if (outcome.ok) return undefined;
      const { message, refusal } = outcome;
      return { message: refusal?.reason ?? message, property: refusal?.property };
    };
    return {
      apply: (command: Command) => {
        if (!canEdit) {
          tellViewer();
          return false;
        }
        const outcome = session.apply(command);
        if (!outcome.ok)
          notifications.show({ title: `${command.label}: not done`, message: outcome.message, color: "red" });
        return outcome.ok;
      },
      attempt: (command: Command) => attemptForm(command)?.message,
      attemptForm,
      undo: () => (canEdit ? session.undo() : tellViewer()),
      redo: () => (canEdit ? session.redo() : tellViewer()),
    };
  }, [session, canEdit]);
}

export const useReader = (): DefinitionReader => useDraftPart((view) => view.reader);

const sharedDiff = rememberLast(changesSinceLive);
const diffOf = (view: DraftView): PendingChanges => sharedDiff(view.live?.definition, view.definition);
export const usePendingChanges = (): PendingChanges => useDraftPart(diffOf);

/** Whether a record is added, changed or removed since what is live; nothing before the first publish, when all is new. */
export const usePendingStateOf = (id: EditTargetId): PendingState | undefined =>
  useDraftPart((view) => (view.live ? diffOf(view).stateOf(id) : undefined));

/** What changed in a record since what is live, property by property. */
export const useChangeOf = (id: EditTargetId): RecordChange | undefined =>
  useDraftPart((view) => (view.live ? diffOf(view).changeOf(id) : undefined), isEqualJson);

const noRecords: readonly DefinitionRecord[] = [];

/** The records that live has and the draft does not, of those that are asked for. */
const useRemoved = <Removed extends DefinitionRecord>(
  isAskedFor: (record: DefinitionRecord) => record is Removed,
): readonly Removed[] =>
  useDraftPart((view) => (view.live ? diffOf(view).removed : noRecords).filter(isAskedFor), isSameList);

export const useRemovedModels = (): readonly ModelRecord[] =>
  useRemoved((record): record is ModelRecord => record.kind === "model");

export const useRemovedFields = (modelId: ModelId): readonly FieldRecord[] =>
  useRemoved((record): record is FieldRecord => record.kind === "field" && record.modelId === modelId);

const noProblems: readonly Problem[] = [];
const indexed = new WeakMap<readonly Problem[], ReadonlyMap<RecordId | undefined, readonly Problem[]>>();

/** The problems by what causes them; made once for all who ask. */
function problemsByRecord(problems: readonly Problem[]): ReadonlyMap<RecordId | undefined, readonly Problem[]> {
  const known = indexed.get(problems);
  if (known) return known;
  const byRecord = new Map<RecordId | undefined, Problem[]>();
  for (const problem of problems) {
    const list = byRecord.get(problem.recordId);
    if (list) list.push(problem);
    else byRecord.set(problem.recordId, [problem]);
  }
  indexed.set(problems, byRecord);
  return byRecord;
}

/** The problems that one record causes, by property when one is given. */
export const useProblemsOf = (id: RecordId | undefined, property?: string): readonly Problem[] =>
  useDraftPart((view) => {
    const own = problemsByRecord(view.problems).get(id) ?? noProblems;
    return property === undefined || own.length === 0 ? own : own.filter((problem) => problem.property === property);
  }, isSameProblems);

const isSameProblems = (a: readonly Problem[], b: readonly Problem[]): boolean =>
  a === b || (a.length === b.length && isEqualJson(a, b));
