import { type ExpressionFunction, mismatch } from "../operation.ts";

/** Stands for `request.time`: one instant for the whole request, passed as an input, so evaluation has no clock. */
export const now: ExpressionFunction = {
  name: "now",
  signature: "now()",
  summary: "The instant of this request; the same as request.time.",
  minArguments: 0,
  maxArguments: 0,
  standsFor: ["request", "time"],
  check: () => mismatch("now() is not known here: there is no request."),
};
