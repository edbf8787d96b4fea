import { type Logger, pino } from "pino";

/** JSON lines on standard output: time, level, and what the part that logs adds (request id, app, duration). */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError, error: describeError },
  });
}

/**
 * Name, message, code, stack and causes, and nothing else: pg hangs its client on an error, with the password in it,
 * and Sequelize the statement's values, with what people typed.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: typeof error === "string" ? error : typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === "string" ? { code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
