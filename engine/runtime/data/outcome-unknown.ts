import { OperationalError } from "../../errors.ts";

/**
 * A write was sent and its result is unknown: the connection was lost between COMMIT and its answer. It may have been
 * carried out, and is never repeated automatically.
 */
export class OutcomeUnknown extends OperationalError {
  constructor(cause: unknown) {
    super("The connection was lost while this was being saved. It may have been done.", {
      cause,
      code: "outcome_unknown",
    });
  }
}
