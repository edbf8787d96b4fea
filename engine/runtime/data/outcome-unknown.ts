import { OperationalError } from "../../errors.ts";

/**
 * What was being saved was sent, and nobody said what became of it: the connection was lost between COMMIT and its
 * answer. It may have been done, and is never done again by itself.
 */
export class OutcomeUnknown extends OperationalError {
  constructor(cause: unknown) {
    super("The connection was lost while this was being saved. It may have been done.", {
      cause,
      code: "outcome_unknown",
    });
  }
}
