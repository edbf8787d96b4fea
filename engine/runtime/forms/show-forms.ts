import { withCutLists } from "../../forms/cut-lists.ts";
import { type LineRows, linesOfRow, withLineFields, withLineValues } from "../../forms/form-lines.ts";
import type { FormPlan } from "../../forms/form-plan.ts";
import type { FormState } from "../../forms/form-state.ts";
import { formToken } from "../../forms/form-token.ts";
import { formWriter } from "../../forms/form-writer.ts";
import { freshValues } from "../../forms/fresh-values.ts";
import { type LineMarks, lineMarks } from "../../forms/line-marks.ts";
import type { WidgetWords } from "../../forms/widgets/widget.ts";
import { parseQuery } from "../../rest/query-string.ts";
import type { RouteParameters } from "../../routing/compile-routes.ts";
import type { FormWriter, FormWriters } from "../../templates/analyze/form-scope.ts";
import type { CompiledView } from "../../views/app-views.ts";
import { formWords } from "../../views/forms/form-words.ts";
import { type FormCall, type FormRow, formFacts, maySend } from "./form-call.ts";
import { formForCaller } from "./form-for-caller.ts";
import { optionsOfFields, type ReadForms } from "./form-reads.ts";

/** A form that was sent and is shown again: what differs from a fresh one. */
export interface SentForm {
  readonly key: string;
  readonly kind: "edited" | "refused" | "conflict";
  readonly values?: FormState["values"];
  readonly errors?: FormState["errors"];
  readonly asks?: FormState["asks"];
  readonly searches?: FormState["searches"];
  /** The rows of its lines as they were sent, or changed by a button. */
  readonly lines?: LineRows;
  /** The field for which rows were looked for. */
  readonly searched?: string;
  readonly problems?: readonly string[];
  readonly isWarned?: boolean;
  readonly theirs?: FormRow["values"];
  /** Of the token that was sent: sent again unchanged, it is the same submission. */
  readonly nonce?: string;
  /** What the rows of its lines held when it was opened, or as the person has been told since. */
  readonly lineMarks?: LineMarks | undefined;
  /** The version that the person has seen, while it still has to be compared. */
  readonly version?: number;
}

/** A page with forms, and what they are shown with. */
export interface ShownPage {
  readonly view: CompiledView;
  readonly params: RouteParameters;
  readonly forms: ReadForms;
}

const NONE = new Map<string, never>();
/** Names the form that was sent, in the address that follows. */
export const DONE = "_done";

/** The forms of a page as it shows them; `sent` is the one that comes back, the others are fresh. */
export function showForms(call: FormCall, page: ShownPage, sent?: SentForm): FormWriters {
  const writers = new Map<string, FormWriter>();
  const { options, row: ownRow, removal } = page.forms;
  const words = formWords(call.live.snapshot.reader);
  const address = parseQuery(call.query);
  for (const whole of page.view.forms) {
    if (!maySend(call, whole)) continue;
    const own = sent?.key === whole.key ? sent : undefined;
    const row = whole.action === "create" ? undefined : ownRow;
    const isDelete = whole.action === "delete";
    const bare = formForCaller(call, whole);
    const lines = own?.lines ?? linesOfRow(bare, row?.values);
    const plan = withCutLists(withLineFields(bare, lines), row?.values);
    const isDone = !own && address.names.some((name, index) => name === DONE && address.values[index] === plan.key);
    const message = isDone ? doneMessage(plan, words) : undefined;
    const offered = optionsOfFields(call, plan, { byId: options, searched: own?.searched, row });
    const given = {
      ...(row ? { row: withLineValues(bare, row.values) } : {}),
      facts: formFacts(call, page, row?.values),
      address: pairsOf(address),
      options: offered,
    };
    const state: FormState = {
      kind: own?.kind ?? (isDone && plan.success.to !== "same" ? "done" : "fresh"),
      action: sentTo(call),
      token: tokenOf(call, {
        plan,
        row,
        own,
        routeId: page.view.route.id,
        most: isDelete ? removal?.total : undefined,
      }),
      values: new Map([...freshValues(own?.values ? onlyShown(plan) : plan, words, given), ...(own?.values ?? [])]),
      errors: own?.errors ?? NONE,
      asks: own?.asks ?? NONE,
      problems: own?.problems ?? [],
      options: offered,
      ...(lines.size > 0 ? { lines } : {}),
      ...(own?.searches ? { searches: own.searches } : {}),
      ...(own?.isWarned ? { isWarned: true } : {}),
      ...(message === undefined ? {} : { message }),
      ...(own?.theirs ? { theirs: own.theirs } : {}),
      ...(isDelete && removal ? { removal } : {}),
    };
    writers.set(plan.key, formWriter({ plan, state, words }));
  }
  return writers;
}

/** Its fields that are not sent: a form that comes back shows them as a fresh one does. */
const onlyShown = ({ fields }: FormPlan) => ({ fields: fields.filter(({ isReadOnly }) => isReadOnly) });

export const pairsOf = ({ names, values }: { readonly names: readonly string[]; readonly values: readonly string[] }) =>
  new Map(names.map((name, index) => [name, values[index] ?? ""]));

/** The page's own address; a list keeps its search and its page. */
export function addressOf({ path, query }: Pick<FormCall, "path" | "query">): string {
  const kept = query.split("&").filter((part) => part !== "" && !part.startsWith(`${DONE}=`));
  return kept.length === 0 ? path : `${path}?${kept.join("&")}`;
}

/**
 * Where a form is sent to: its page under another address. A POST to the page's own makes browsers forget the page they
 * keep, and *Back* would then fetch a new form, with a new key, for what was sent already.
 */
function sentTo(call: Pick<FormCall, "path" | "query">): string {
  const address = addressOf(call);
  return `${address}${address.includes("?") ? "&" : "?"}${DONE}=`;
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
  const marks = own?.lineMarks ?? lineMarks(plan, row?.values);
  return formToken(
    {
      form: plan.key,
      route: routeId,
      hash: plan.interfaceHash,
      ...(row ? { row: String(row.id), version: own?.version ?? row.version } : {}),
      ...(marks === undefined ? {} : { lines: marks }),
      ...(most === undefined ? {} : { most }),
      issued: Math.floor(Date.parse(call.facts.time) / 1000),
      nonce: own?.nonce ?? signer.nonce(),
    },
    signer,
  );
}
