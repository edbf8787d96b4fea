import type { AppId } from "#contract/platform-ids";
import { UserError } from "#engine/errors";
import { type Account, findById } from "#engine/runtime/accounts/find-account";
import { STALE } from "#engine/runtime/execution/run-statement";
import type { LiveApp } from "#engine/runtime/releases/live-app";
import type { CompiledUsers } from "#engine/snapshot/compile-users";
import { identifier, type Sql } from "#engine/sql/sql";
import type { ServerContext } from "../../context.ts";
import { livePlace } from "../data/builder.ts";

/** The users of an app as its live version has them. */
export interface LiveUsers {
  readonly live: LiveApp;
  readonly users: CompiledUsers;
  /** A table of the app's schema. */
  table(name: string): Sql;
}

/** Undefined when the app is not live, or its live version has no users. */
export async function findLiveUsers(context: ServerContext, appId: AppId): Promise<LiveUsers | undefined> {
  const { environment } = livePlace(appId);
  const known = await context.engine.apps.get(appId, environment);
  const live = known && (await context.engine.apps.look(appId, environment, known));
  const users = live?.snapshot.users;
  if (!live || !users) return undefined;
  return { live, users, table: (name) => identifier(live.snapshot.identity.schemaName, name) };
}

export async function liveUsers(context: ServerContext, appId: AppId): Promise<LiveUsers> {
  const found = await findLiveUsers(context, appId);
  if (found) return found;
  throw new UserError("not_found", "The live version of this app has no users. Add them to the draft, and publish it.");
}

/** The key of a user as the row has it. */
export function keyOfUser({ users }: LiveUsers, userId: string): number | string {
  const isUuid = users.model.key === "uuid";
  const form = isUuid ? /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ : /^[1-9]\d{0,15}$/;
  if (!form.test(userId)) throw noUser();
  return isUuid ? userId : Number(userId);
}

/** Somebody's name and address. */
export async function userOf({ engine }: ServerContext, found: LiveUsers, userId: string): Promise<Account> {
  keyOfUser(found, userId);
  const { live, users } = found;
  const account = await findById({ live, users, data: engine.data }, userId);
  if (account === STALE) throw new UserError("conflict", "A release was published meanwhile. Try again.");
  if (!account) throw noUser();
  return account;
}

export const notWaiting = () => new UserError("conflict", "This user does not wait for an approval.");

export const noUser = () => new UserError("not_found", "There is no such user.");
