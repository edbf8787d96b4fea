import { UserError } from "#engine/errors";

/**
 * The engine points into a row (`/title`); the body of a write has the row under `values`, so its caller needs
 * `/values/title`.
 */
export async function withBodyPointers<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof UserError) || !error.errors) throw error;
    const { code, message, status, extra, headers } = error;
    throw new UserError(code, message, {
      status,
      errors: error.errors.map((one) => ({ ...one, pointer: `/values${one.pointer}` })),
      ...(extra === undefined ? {} : { extra }),
      ...(headers === undefined ? {} : { headers }),
      cause: error,
    });
  }
}
