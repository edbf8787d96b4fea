import type { CanvasName } from "#contract/canvases";
import type { ProblemDetails } from "#contract/endpoint";
import type { DraftEdit, DraftState, EditRequest, EditResult, Layout, UndoResult } from "#contract/http/drafts";

/**
 * How a draft session reaches the server. `unanswered` is what cannot be told apart from lost: it may have happened,
 * so the session sends the same batch again under the same id.
 */
export type Answered<Result> =
  | { readonly outcome: "answered"; readonly result: Result }
  | { readonly outcome: "refused"; readonly problem: ProblemDetails }
  | { readonly outcome: "unanswered" };

export type EditAnswer = Answered<EditResult | UndoResult>;

export interface DraftTransport {
  /** Tells of the connection now and of every change of it, until the returned function is called. */
  connect(listener: {
    connected(): void;
    disconnected(): void;
    edited(edit: DraftEdit): void;
    /** Somebody, maybe oneself, has moved things on a canvas. */
    moved(canvas: CanvasName, positions: Layout): void;
  }): () => void;
  join(afterRevision: number): Promise<Answered<{ readonly edits: readonly DraftEdit[] }>>;
  load(): Promise<Answered<{ readonly state: DraftState }>>;
  edit(request: Omit<EditRequest, "draftId">): Promise<EditAnswer>;
  undo(request: { readonly batchId: string; readonly target?: string }): Promise<EditAnswer>;
  redo(request: { readonly batchId: string; readonly target?: string }): Promise<EditAnswer>;
  saveLayout(canvas: CanvasName, positions: Layout): Promise<void>;
}
