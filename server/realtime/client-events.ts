import type * as z from "zod";
import type { Answer, ClientToServer } from "#contract/socket/events";
import { clientEventSchemas } from "#contract/socket/events";
import { issueSentence } from "#engine/definition/issue-text";
import { UserError } from "#engine/errors";
import { applyDraftEdits } from "../commands/drafts/apply-edits.ts";
import { findDraftFor } from "../commands/drafts/find-draft.ts";
import { listDraftEdits } from "../commands/drafts/list-edits.ts";
import { redoDraftEdit, undoDraftEdit } from "../commands/drafts/take-back.ts";
import type { ServerContext } from "../context.ts";
import { MAX_JSON_BYTES } from "../http/json-body.ts";
import { refuseUnstorable } from "../http/storable-text.ts";
import type { Actor } from "../policies/actor.ts";
import { authorize } from "../policies/authorize.ts";
import { invalidBody } from "../problems/problem.ts";
import type { EventClass } from "./event-limits.ts";
import type { Presence } from "./presence.ts";
import { draftRoom, rowReadersRoom } from "./rooms.ts";
import type { StudioSocket } from "./studio-server.ts";

export type ClientEvent = keyof typeof clientEventSchemas;
type RequestOf<Event extends ClientEvent> = z.output<(typeof clientEventSchemas)[Event]>;
type ResultOf<Event extends ClientEvent> =
  Parameters<ClientToServer[Event]> extends [unknown, (result: infer A) => void]
    ? Extract<A, { ok: true }> extends { ok: true } & infer R
      ? Omit<R, "ok">
      : never
    : undefined;

/** More edits than a browser misses while its machine sleeps. */
const CATCH_UP = 10_000;

/**
 * The handler of each client event. The request has passed its schema; the actor is that of the session at this moment.
 */
export const clientEvents: {
  readonly [Event in ClientEvent]: (
    context: ServerContext,
    call: {
      readonly actor: Actor;
      readonly socket: StudioSocket;
      readonly presence: Presence;
      readonly request: RequestOf<Event>;
    },
  ) => Promise<ResultOf<Event>>;
} = {
  "draft.join": async (context, { actor, socket, request }) => {
    const { draftId, afterRevision } = request;
    await findDraftFor(context, actor, { action: "read", draftId });
    // Into the room first: an edit between the two comes twice, and its revision says so; the other way it would be lost.
    await socket.join(canReadRows(actor) ? [draftRoom(draftId), rowReadersRoom(draftId)] : draftRoom(draftId));
    return listDraftEdits(context, actor, { draftId, after: afterRevision, limit: CATCH_UP });
  },
  "draft.leave": async (_context, { socket, presence, request }) => {
    presence.leave(socket);
    await socket.leave(draftRoom(request.draftId));
    await socket.leave(rowReadersRoom(request.draftId));
    return undefined;
  },
  "draft.edit": (context, { actor, request }) =>
    context.sequelize.transaction((transaction) => applyDraftEdits(context, actor, request, transaction)),
  "draft.undo": (context, { actor, request }) =>
    context.sequelize.transaction((transaction) => undoDraftEdit(context, actor, request, transaction)),
  "draft.redo": (context, { actor, request }) =>
    context.sequelize.transaction((transaction) => redoDraftEdit(context, actor, request, transaction)),
  "presence.set": async (_context, { socket, presence, request }) => {
    // Who may be in the room was judged when they joined.
    if (!socket.rooms.has(draftRoom(request.draftId))) throw new UserError("conflict", "Join the draft first.");
    presence.set(socket, request);
    return {};
  },
};

export const classOfEvent: Readonly<Record<ClientEvent, EventClass>> = {
  "draft.join": "join",
  "draft.leave": "join",
  "draft.edit": "edit",
  "draft.undo": "edit",
  "draft.redo": "edit",
  "presence.set": "presence",
};

/** How many characters an event may have; only edits carry texts. */
export const largestOf = (event: string): number => (event === "draft.edit" ? MAX_JSON_BYTES : 2_000);

/** Whether a member may know which row another person is on. */
export function canReadRows(actor: Actor): boolean {
  try {
    authorize(actor, "readRows", actor);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Parses what a client sent; a wrong shape is told as over HTTP, with a pointer per mistake. */
export function parseRequest<Event extends ClientEvent>(event: Event, sent: unknown): RequestOf<Event> {
  refuseUnstorable(sent);
  const parsed = clientEventSchemas[event].safeParse(sent, { error: issueSentence });
  if (parsed.success) return parsed.data as RequestOf<Event>;
  throw invalidBody(parsed.error.issues);
}

export type AnyAnswer = Answer<object>;
