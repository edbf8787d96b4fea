import { createHash, timingSafeEqual } from "node:crypto";
import { QueryTypes } from "sequelize";
import { UserError } from "#engine/errors";
import { isLoopback } from "../../config/config.ts";
import type { ServerContext } from "../../context.ts";
import { LOCAL_KEY } from "../../operations/local-server.ts";
import type { Actor } from "../../policies/actor.ts";
import { MEMBER_COLUMNS, type MemberRow, memberOf } from "./member-row.ts";

export const looksLikeLocalKey = (authorization: string): boolean => LOCAL_KEY.test(keyOf(authorization));

const keyOf = (authorization: string): string => /^Bearer (.+)$/.exec(authorization)?.[1] ?? "";

/**
 * The operator of this machine: a command here that could read the data folder (server/operations/local-server.ts) acts
 * as the first owner of the first workspace. Accepted only from loopback and not through a proxy, which also connects
 * from there.
 */
export async function findLocalOperator(
  context: ServerContext,
  request: { readonly authorization: string; readonly remoteAddress: string; readonly isForwarded: boolean },
  requestId: string,
): Promise<Actor> {
  const isHere = isLoopback(request.remoteAddress) && !request.isForwarded;
  if (!isHere || context.localKey === undefined || !isEqual(keyOf(request.authorization), context.localKey)) {
    throw new UserError("unauthenticated", "This key is of another start of the server. Run the command again.");
  }
  const [row] = await context.sequelize.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS}
       FROM platform.memberships m
       JOIN platform.accounts a ON a.id = m.account_id
       JOIN platform.workspaces w ON w.id = m.workspace_id
      WHERE m.role = 'owner'
      ORDER BY w.created_at, w.id, m.created_at, a.id LIMIT 1`,
    { type: QueryTypes.SELECT },
  );
  if (!row) {
    throw new UserError(
      "conflict",
      `Nobody is registered yet. Open ${context.config.baseUrl} and create the owner's account first.`,
    );
  }
  return { ...memberOf(row), via: { kind: "local" }, sessionId: "", requestId };
}

/** Takes the same time for any difference. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
