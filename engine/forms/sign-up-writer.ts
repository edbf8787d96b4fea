import type { FormWriter } from "../templates/analyze/form-scope.ts";
import type { FieldContext } from "./field-markup.ts";
import type { FormFacts, FormPlan } from "./form-plan.ts";
import type { FormState } from "./form-state.ts";
import { formWriter } from "./form-writer.ts";
import { freshValues } from "./fresh-values.ts";

/** The form of signing up as its page writes it: as it opens, but for what `state` says. */
export function signUpWriter(
  plan: FormPlan,
  words: FieldContext["words"],
  { facts, state = {} }: { readonly facts: FormFacts; readonly state?: Partial<FormState> },
): { readonly state: FormState; readonly writer: FormWriter } {
  const shown: FormState = {
    kind: "fresh",
    action: "/accounts/sign-up/",
    token: "",
    values: freshValues(plan, words, { facts }),
    errors: new Map(),
    asks: new Map(),
    problems: [],
    options: new Map(),
    ...state,
  };
  return { state: shown, writer: formWriter({ plan, state: shown, words }) };
}
