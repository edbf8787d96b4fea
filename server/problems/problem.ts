import type * as z from "zod";
import { type FieldError, OperationalError, type ProblemBody, problemOf, retryAfter, UserError } from "#engine/errors";

/** How any failure is answered: its problem details, the headers that go with them, and whose matter it is. */
export interface Answer {
  readonly body: ProblemBody;
  readonly headers: Readonly<Record<string, string>>;
  /** `bug`: an error in Quintet that its developers should examine. */
  readonly severity: "user" | "operational" | "bug";
}

export function answerOf(thrown: unknown, requestId: string): Answer {
  const error = asOperational(thrown) ?? asRefusal(thrown) ?? thrown;
  const body = problemOf(error, requestId);
  if (error instanceof UserError) return { body, headers: error.headers ?? {}, severity: "user" };
  if (error instanceof OperationalError) {
    return { body, headers: retryAfter(error), severity: "operational" };
  }
  return { body, headers: {}, severity: "bug" };
}

/**
 * What Express and its static files refuse themselves: a percent sign that is no escape, a range that is not there. It
 * is the caller's mistake, and only its status is told.
 */
function asRefusal(thrown: unknown): UserError | undefined {
  if (thrown instanceof UserError || !(thrown instanceof Error)) return undefined;
  const { status } = thrown as { status?: unknown };
  if (typeof status !== "number" || status < 400 || status > 499) return undefined;
  return status === 404
    ? new UserError("not_found", "There is nothing here.", { cause: thrown })
    : new UserError("bad_request", "This request cannot be read.", { status, cause: thrown });
}

/** A schema's complaints about a body, as a 422 with a JSON pointer each. */
export function invalidBody(issues: readonly z.core.$ZodIssue[]): UserError {
  const errors = issues.flatMap(fieldErrors);
  return new UserError("invalid_values", (errors.length === 1 && errors[0]?.message) || "Some values are not valid.", {
    errors,
  });
}

export function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const at = (path: readonly PropertyKey[]) =>
    path.map((part) => `/${String(part).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: at([...issue.path, key]),
      code: "unknown_key",
      message: `"${key}" is not known here.`,
    }));
  }
  return [{ pointer: at(issue.path), code: issue.code, message: issue.message }];
}

/** Connection lost, server restarting, too many connections, lock or statement timeout, serialisation. */
const TRANSIENT_SQL = /^(?:08...|57P0[123]|53[0-9]{3}|55P03|57014|40001|40P01)$/;
const TRANSIENT_NODE = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);
/** Errors of pg for a connection that ended during a statement, or could not be made: these have no code. */
const TRANSIENT_MESSAGE =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout e(?:xpired|xceeded))/;

/** What the database or the network did to us, as an OperationalError; undefined when it is something else. */
export function asOperational(thrown: unknown): OperationalError | undefined {
  if (thrown instanceof OperationalError) return thrown;
  let error = thrown;
  for (let depth = 0; error instanceof Error && depth < 5; depth++) {
    const { code, parent, original } = error as { code?: unknown; parent?: unknown; original?: unknown };
    if (code === "53100") {
      return new OperationalError("The disk of the database is full.", {
        cause: thrown,
        code: "storage_full",
        retryAfterSeconds: 60,
      });
    }
    const transient =
      typeof code === "string"
        ? TRANSIENT_SQL.test(code) || TRANSIENT_NODE.has(code)
        : TRANSIENT_MESSAGE.test(error.message);
    if (transient || error.name.startsWith("SequelizeConnection")) {
      return new OperationalError("The database cannot answer.", { cause: thrown, retryAfterSeconds: 2 });
    }
    error = parent ?? original ?? error.cause; // Sequelize wraps what pg throws as `parent`; we as `cause`
  }
  return undefined;
}
