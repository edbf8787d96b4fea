import * as z from "zod";
import type { CanvasName } from "../canvases.ts";
import type { ProblemDetails } from "../endpoint.ts";
import {
  type DraftEdit,
  type EditRequest,
  type EditResult,
  editRequestSchema,
  type Layout,
  type UndoResult,
  undoRequestSchema,
} from "../http/drafts.ts";
import type { Import } from "../http/imports.ts";
import type { Release } from "../http/releases.ts";
import { type AccountId, type AppId, type DraftId, draftIdSchema } from "../platform-ids.ts";
import { type PeopleChanged, type SetPresence, setPresenceSchema } from "./presence.ts";

/**
 * Everything that crosses the studio's socket. Events state facts in the past tense; what a client asks is a verb and
 * is answered by its acknowledgement. The gateway parses all that clients send with the schemas here.
 */
export const joinDraftSchema = z.strictObject({ draftId: draftIdSchema, afterRevision: z.int().min(0) });
export type JoinDraft = z.infer<typeof joinDraftSchema>;
export const leaveDraftSchema = z.strictObject({ draftId: draftIdSchema });

export type Answer<Result> = ({ ok: true } & Result) | { ok: false; problem: ProblemDetails };

export interface ClientToServer {
  /** Enters the draft's room and gets every edit after a revision, so that a reconnect loses and doubles nothing. */
  "draft.join": (
    request: JoinDraft,
    answer: (result: Answer<{ revision: number; edits: DraftEdit[] }>) => void,
  ) => void;
  "draft.leave": (request: { draftId: DraftId }) => void;
  "draft.edit": (request: EditRequest, answer: (result: Answer<EditResult>) => void) => void;
  "draft.undo": (request: z.infer<typeof undoRequestSchema>, answer: (result: Answer<UndoResult>) => void) => void;
  "draft.redo": (request: z.infer<typeof undoRequestSchema>, answer: (result: Answer<UndoResult>) => void) => void;
  /** Where one is in a draft that one has joined. */
  "presence.set": (request: SetPresence, answer: (result: Answer<object>) => void) => void;
}

export interface ServerToClient {
  /** To everybody in the draft's room, the author included. */
  "draft.edited": (edit: DraftEdit) => void;
  /** The revision that a draft is at, now and then: who is behind it has missed something. */
  "draft.revised": (now: { draftId: DraftId; revision: number }) => void;
  /** A person has moved nodes on a canvas; sent to all in the draft's room. The last move of each node wins. */
  "layout.changed": (change: LayoutChange) => void;
  /** Who is in the draft now, whole; to everybody in its room. */
  "presence.changed": (people: PeopleChanged) => void;
  /** Events may have been missed. What is shown is to be read again: drafts by their revision, the rest by HTTP. */
  "events.missed": () => void;
  /** To everybody of the app's workspace. */
  "release.progressed": (release: Release) => void;
  /** To the person who imports. */
  "import.progressed": (progress: Import) => void;
  /** The list of apps has changed. */
  "apps.changed": (change: { appId: AppId }) => void;
  /** The workspace's mail has changed. Contains no details: only its owners may request them. */
  "mail.changed": (change: Readonly<Record<string, never>>) => void;
}

export interface LayoutChange {
  readonly draftId: DraftId;
  readonly canvas: CanvasName;
  readonly positions: Layout;
  readonly by: AccountId;
}

export const clientEventSchemas = {
  "draft.join": joinDraftSchema,
  "draft.leave": leaveDraftSchema,
  "draft.edit": editRequestSchema,
  "draft.undo": undoRequestSchema,
  "draft.redo": undoRequestSchema,
  "presence.set": setPresenceSchema,
} as const;

/** The path of the studio's socket on its own host. */
export const SOCKET_PATH = "/platform/socket";
