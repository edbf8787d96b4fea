import * as z from "zod";
import { recordIdSchema } from "#engine/definition/ids";
import { type AccountId, type DraftId, draftIdSchema } from "../platform-ids.ts";

/**
 * Who has an app open, and where they are in it. Only ids of records are sent: each client reads the names in its own
 * draft. Presence is kept only in the memory of the servers and ends with its socket.
 */
export const screenSchema = z.enum(["models", "data", "routes", "flows", "pages", "api", "releases", "settings"]);

export const placeSchema = z.strictObject({
  screen: screenSchema,
  /** What is chosen: a model, a field, a route, a template, a group. */
  recordId: recordIdSchema.optional(),
  /** In Data: the key of the row. Told only to those who may read rows. */
  rowKey: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,40}$/, "must be the key of a row")
    .optional(),
});
export type Place = z.infer<typeof placeSchema>;

export const setPresenceSchema = z.strictObject({
  draftId: draftIdSchema,
  place: placeSchema,
  /** The window is hidden, or nothing was touched for minutes. */
  isIdle: z.boolean(),
});
export type SetPresence = z.infer<typeof setPresenceSchema>;

/** One person, however many windows they have: where they were last active. */
export interface Person {
  readonly accountId: AccountId;
  readonly name: string;
  readonly place: Place;
  readonly isIdle: boolean;
}

/** Everybody in a draft, first come first, oneself included. */
export interface PeopleChanged {
  readonly draftId: DraftId;
  readonly people: readonly Person[];
  /** People beyond the list. */
  readonly more: number;
}

export const MAX_PEOPLE = 50;
