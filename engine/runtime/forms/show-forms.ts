import type { FormPlan } from "../../forms/form-plan.ts";
import type { FormState, Removal } from "../../forms/form-state.ts";
import { formToken } from "../../forms/form-token.ts";
import { formWriter } from "../../forms/form-writer.ts";
import { freshValues } from "../../forms/fresh-values.ts";
import type { WidgetWords } from "../../forms/widgets/widget.ts";
import { parseQuery } from "../../rest/query-string.ts";
import type { FormWriter, FormWriters } from "../../templates/analyze/form-scope.ts";
import { formWords } from "../../views/forms/form-words.ts";
import { STALE } from "../execution/run-statement.ts";
import { type FormCall, type FormPage, type FormRow, formFacts, maySend } from "./form-call.ts";
import { optionsOfFields, readOptions } from "./form-options.ts";
import { readRemoval } from "./form-removal.ts";

/** A form that was sent and is shown again: what differs from a fresh one. */
export interface SentForm {
  readonly key: string;
  readonly kind: "refused" | "conflict";
  readonly values?: FormState["values"];
  readonly errors?: FormState["errors"];
  readonly asks?: FormState["asks"];
  readonly problems?: readonly string[];
  readonly theirs?: FormRow["values"];
  /** Of the token that was sent: sent again unchanged, it is the same submission. */
  readonly nonce?: string;
  /** The version that the person has seen, while it still has to be compared. */
  readonly version?: number;
}

const NONE = new Map<string, never>();
/** Names the form that was sent, in the address that follows. */
export const DONE = "_done";

/** The forms of a page as it shows them; `sent` is the one that comes back, the others are fresh. */
export async function showForms(call: FormCall, page: FormPage, sent?: SentForm): Promise<FormWriters | typeof STALE> {
  const { forms } = page.view;
  const writers = new Map<string, FormWriter>();
  if (forms.length === 0) return writers;
  const options = await readOptions(call, forms);
  if (options === STALE) return STALE;
  const words = formWords(call.live.snapshot.reader);
  const address = parseQuery(call.query);
  for (const plan of forms) {
    if (!maySend(call, plan)) continue;
    const row = plan.action === "create" ? undefined : page.row;
    let removal: Removal | undefined;
    if (plan.action === "delete" && row) {
      const read = await readRemoval(call, row);
      if (read === STALE) return STALE;
      removal = read;
    }
    const own = sent?.key === plan.key ? sent : undefined;
    const isDone = !own && address.names.some((name, index) => name === DONE && address.values[index] === plan.key);
    const message = isDone ? doneMessage(plan, words) : undefined;
    const offered = optionsOfFields(plan, options);
    const given = {
      ...(row ? { row: row.values } : {}),
      facts: formFacts(call, page, row?.values),
      address: pairsOf(address),
      options: offered,
    };
    const state: FormState = {
      kind: own?.kind ?? (isDone && plan.success.to !== "same" ? "done" : "fresh"),
      action: addressOf(call),
      token: tokenOf(call, { plan, row, own, routeId: page.view.route.id, most: removal?.total }),
      values: own?.values ?? freshValues(plan, words, given),
      errors: own?.errors ?? NONE,
      asks: own?.asks ?? NONE,
      problems: own?.problems ?? [],
      options: offered,
      ...(message === undefined ? {} : { message }),
      ...(own?.theirs ? { theirs: own.theirs } : {}),
      ...(removal ? { removal } : {}),
    };
    writers.set(plan.key, formWriter({ plan, state, words }));
  }
  return writers;
}

const pairsOf = ({ names, values }: { readonly names: readonly string[]; readonly values: readonly string[] }) =>
  new Map(names.map((name, index) => [name, values[index] ?? ""]));

/** The page's own address; a list keeps its search and its page. */
export function addressOf({ path, query }: Pick<FormCall, "path" | "query">): string {
  const kept = query.split("&").filter((part) => part !== "" && !part.startsWith(`${DONE}=`));
  return kept.length === 0 ? path : `${path}?${kept.join("&")}`;
}

function doneMessage({ success, action }: FormPlan, { texts }: WidgetWords): string {
  if (success.to === "message") return success.text;
  return action === "delete" ? texts.deleted : texts.saved;
}

interface TokenInput {
  readonly plan: FormPlan;
  readonly row: FormRow | undefined;
  readonly own: SentForm | undefined;
  readonly routeId: string;
  readonly most: number | undefined;
}

function tokenOf(call: FormCall, { plan, row, own, routeId, most }: TokenInput): string {
  const signer = call.forms.signer(call.live.appId);
  return formToken(
    {
      form: plan.key,
      route: routeId,
      hash: plan.interfaceHash,
      ...(row ? { row: String(row.id), version: own?.version ?? row.version } : {}),
      ...(most === undefined ? {} : { most }),
      issued: Math.floor(Date.parse(call.facts.time) / 1000),
      nonce: own?.nonce ?? signer.nonce(),
    },
    signer,
  );
}
