import type { JsonValue } from "../../definition/json.ts";
import { storedFields } from "../../forms/form-lines.ts";
import type { FormFacts, FormPlan } from "../../forms/form-plan.ts";
import { requestOfForm } from "../../forms/request-of-form.ts";
import { userOf } from "../../principal.ts";
import type { RouteParameters } from "../../routing/compile-routes.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowAccess } from "../data/row-access.ts";
import { readRow } from "../execution/read-row.ts";
import type { RowCall } from "../execution/row-call.ts";
import { STALE } from "../execution/run-statement.ts";
import type { FormPorts } from "./form-ports.ts";

/** What forms need of a request: who calls, from which release, and the address of their page. */
export interface FormCall extends RowCall {
  readonly data: RowAccess;
  readonly forms: FormPorts;
  /** Percent-encoded. */
  readonly path: string;
  readonly query: string;
}

/** What a form is sent from: the parameters of its page's path, and the row that the page is about. */
export interface FormPage {
  readonly params: RouteParameters;
  readonly row: FormRow | undefined;
}

/** A row as the API shows it to this caller: what a form's inputs hold, and what sent values are compared with. */
export interface FormRow {
  readonly unit: ModelUnit;
  readonly id: SqlValue;
  readonly version: number;
  readonly values: Readonly<Record<string, JsonValue>>;
}

/** The same call as a form makes it: `request.form` in rules is the form's record. */
export const callOfForm = <Call extends Pick<FormCall, "facts">>(call: Call, plan: FormPlan): Call => ({
  ...call,
  facts: requestOfForm(call.facts, plan),
});

/** Whether the caller may do at all what a form does. */
export const maySend = (call: Pick<FormCall, "live" | "caller" | "facts">, plan: FormPlan): boolean =>
  call.live.snapshot.rules.permits(plan.modelId, plan.action, call.caller, requestOfForm(call.facts, plan));

/** What the expressions of a page's forms read. */
export const formFacts = (call: FormCall, page: Pick<FormPage, "params">, record?: FormRow["values"]): FormFacts => ({
  params: page.params,
  user: userOf(call.caller),
  time: call.facts.time,
  record,
});

/** The row with the keys in the lists that a form shows. Undefined when there is no such row that the caller may read. */
export async function readFormRow(
  call: FormCall,
  unit: ModelUnit,
  { id, plan }: { readonly id: SqlValue; readonly plan?: Pick<FormPlan, "fields" | "lines"> },
): Promise<FormRow | undefined | typeof STALE> {
  const lists = plan?.fields.flatMap(({ list }) => list ?? []) ?? [];
  const owned = (plan?.lines ?? []).map((lines) => ({
    collection: lines.collection,
    fields: storedFields(lines).flatMap(({ field }) => field ?? []),
  }));
  const row = await readRow(call, unit.oneOfForm(call.who, { lists, owned }), { id });
  if (row === STALE || row === undefined) return row;
  return { unit, id, version: Number(row.version), values: JSON.parse(row.body) as FormRow["values"] };
}

export const unitOf = (call: Pick<RowCall, "live">, modelId: string): ModelUnit => {
  const unit = call.live.snapshot.models.get(modelId as never);
  if (!unit) throw new Error(`There is no model ${modelId} behind a form.`);
  return unit;
};
