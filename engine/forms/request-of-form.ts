import type { RequestFacts } from "../principal.ts";
import type { FormPlan } from "./form-plan.ts";

/** A request as a form makes it: `request.form` in rules is the form's record, and nothing for a derived form. */
export const requestOfForm = (facts: RequestFacts, { recordName }: Pick<FormPlan, "recordName">): RequestFacts =>
  recordName === undefined ? facts : { ...facts, form: recordName };
