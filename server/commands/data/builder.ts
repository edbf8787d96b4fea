import { LIVE } from "#contract/environments";
import type { AppId } from "#contract/platform-ids";
import type { AppPlace } from "#engine/runtime/execution/on-live-release";
import type { Actor } from "../../policies/actor.ts";

/** The actor as the engine knows callers: rules do not narrow a builder. */
export const builderOf = (actor: Actor) => ({ kind: "builder", accountId: actor.accountId, name: actor.name }) as const;

export const livePlace = (appId: AppId): AppPlace => ({ appId, environment: LIVE });
