import type { DraftEdit, DraftState, EditResult, Overwritten, UndoResult, UndoState } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { DefinitionReader } from "#engine/definition/reader";
import type { EditOperation, EditRefusal } from "#engine/edits/edit";
import type { TextPlace } from "#engine/edits/long-text";
import type { Problem } from "#engine/problem";
import type { StorageFailure, UnreadableItem } from "./journal.ts";

/** What is shown of a draft: one value, replaced whole whenever anything of it changes. */
export interface DraftView {
  readonly draftId: DraftId;
  readonly appId: DraftState["appId"];
  readonly revision: number;
  readonly definition: AppDefinition;
  readonly reader: DefinitionReader;
  readonly live: DraftState["live"];
  readonly layouts: DraftState["layouts"];
  readonly staged: DraftState["staged"];
  readonly undoState: UndoState;
  readonly problems: readonly Problem[];
  readonly connection: "online" | "offline";
  /** Edits that the server has not answered yet. */
  readonly waiting: number;
  /** How many of those are in this browser's storage, so that they outlive the tab. */
  readonly stored: number;
  /** Why this browser keeps nothing; undefined while it does. */
  readonly storageFailure: StorageFailure | undefined;
  /** Texts whose lines somebody else changed too: both versions are kept until the person has decided. */
  readonly textConflicts: readonly TextConflict[];
  /** Edits that the server did not take: kept until the person lets them go. */
  readonly refusals: readonly Refusal[];
  /** What this browser keeps and this version of the studio cannot read. */
  readonly unreadable: readonly UnreadableItem[];
}

export interface TextConflict extends TextPlace {
  readonly id: string;
  /** What the person was doing: "Edit books/list.html". */
  readonly label: string;
  /** What both began from, what is here, and what the draft has now; undefined when it was deleted. */
  readonly base: string;
  readonly mine: string;
  readonly theirs: string | undefined;
  /** Who changed it. */
  readonly by: string;
}

export interface Refusal {
  readonly id: string;
  readonly label: string;
  /** What is wrong, as the server said it. */
  readonly message: string;
  readonly operations: readonly EditOperation[];
  /** When what it needs was deleted: which record, and by which edit of the history. */
  readonly deleted?: { readonly recordId: string; readonly revision: number } | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What a command of engine/edits/commands gives. */
export interface Command {
  readonly label: string;
  readonly operations: readonly EditOperation[];
}

export type ApplyOutcome =
  | { readonly ok: true }
  /** `refusal`: of the definition, which knows the property that was wrong. */
  | { readonly ok: false; readonly message: string; readonly refusal?: EditRefusal };

/** Something that a person should be told; the studio shows it as a toast. */
export type DraftNotice =
  /** The server did not take an edit; it was taken back here and is among the refusals. */
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** An undo or redo that could not be done. */
  | { readonly kind: "notTakenBack"; readonly label: string; readonly message: string }
  /** Your edit replaced what somebody else had just set. */
  | { readonly kind: "overtook"; readonly label: string; readonly overtook: EditResult["overtook"] }
  /** Somebody's edit replaced what you had just set, and they had not seen it. */
  | { readonly kind: "overwritten"; readonly edit: DraftEdit; readonly overtook: readonly Overwritten[] }
  | { readonly kind: "undone" | "redone"; readonly label: string; readonly kept: UndoResult["kept"] }
  /** Edits of an earlier visit were found in this browser and are being sent. */
  | { readonly kind: "found"; readonly edits: number }
  /** Somebody else edited. */
  | { readonly kind: "edited"; readonly edit: DraftEdit };
