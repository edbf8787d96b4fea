import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerContext } from "../context.ts";
import type { Drain } from "./drain.ts";

/**
 * A database that is slow for a moment is no reason to send requests elsewhere: the other processes use the same
 * database, and the balancer would have no process left.
 */
const GRACE_MS = 10_000;

/**
 * `/livez`: the process answers. `/readyz`: it should be sent requests, which is so while it is not draining and its
 * databases answer, or did so within the last seconds. Both work on any Host, because balancers ask by address. The
 * answer of the databases is shared by all who ask within a second: a stranger who hammers `/readyz` costs no
 * statements.
 */
export function healthHandler(
  context: ServerContext,
  drain: Drain,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let check: Promise<boolean> = Promise.resolve(false);
  const databasesAnswer = async (): Promise<boolean> => {
    const now = performance.now();
    if (now - checkedAt > 1_000) {
      checkedAt = now;
      check = within(
        2_000,
        Promise.all([context.sequelize.query("SELECT 1"), context.appDatabase.pool.query("SELECT 1")]),
      ).then((isAnswered) => {
        if (isAnswered) answeredAt = performance.now();
        return isAnswered;
      });
    }
    return now - answeredAt < GRACE_MS || check;
  };

  return (request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (path === "/livez") answer(response, 200, { status: "alive" });
    else if (path !== "/readyz") return false;
    else if (drain.draining) answer(response, 503, { status: "draining" });
    else
      databasesAnswer().then((ready) =>
        answer(response, ready ? 200 : 503, { status: ready ? "ready" : "database unreachable" }),
      );
    return true;
  };
}

function answer(response: ServerResponse, status: number, body: { status: string }): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** True when the work succeeds in time; a failure or lateness is "no", and its reason is in the database's own log. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
