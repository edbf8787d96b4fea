import type { FormId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import { UserError } from "../../errors.ts";
import { keyOf } from "../../field-types/keys.ts";
import { withCutLists } from "../../forms/cut-lists.ts";
import { type FormBody, formBody } from "../../forms/form-body.ts";
import { linesInBody, withLineFields, withLineValues } from "../../forms/form-lines.ts";
import { formOfClass } from "../../forms/form-of-class.ts";
import { formOfRecord } from "../../forms/form-of-record.ts";
import type { FormPlan } from "../../forms/form-plan.ts";
import { lineErrors, withoutBlankRows, wrongLineCounts } from "../../forms/lines-body.ts";
import { readForm } from "../../forms/read-form.ts";
import type { Principal } from "../../principal.ts";
import { formWords } from "../../views/forms/form-words.ts";
import type { AppData } from "../data/app-data.ts";
import type { RowAccess, Transaction } from "../data/row-access.ts";
import { NotPublished } from "../execution/not-published.ts";
import { type AppPlace, onLiveRelease } from "../execution/on-live-release.ts";
import { STALE } from "../execution/run-statement.ts";
import type { Clock } from "../ports.ts";
import type { LiveApps } from "../releases/live-apps.ts";
import { callerOf, type PreviewCaller } from "../rows/preview-rows.ts";
import { callOfForm, type FormCall, type FormRow, formFacts, maySend, readFormRow, unitOf } from "./form-call.ts";
import { formForCaller } from "./form-for-caller.ts";
import type { FormPorts } from "./form-ports.ts";
import { type FormOutcome, sendForm } from "./send-form.ts";

export interface FormTrial {
  readonly formId: FormId;
  readonly caller: PreviewCaller;
  /** The row that the form changes. */
  readonly rowId: string | undefined;
  /** As a browser sends them. */
  readonly values: readonly (readonly [string, string])[];
}

export type FormTrialAnswer =
  /** The form is not live, or is another since. */
  | { readonly outcome: "notPublished" }
  /** The rules do not let this caller send it. */
  | { readonly outcome: "closed" }
  | { readonly outcome: "absent" }
  | {
      readonly outcome: "refused";
      readonly errors: readonly { readonly name: string; readonly message: string }[];
      readonly problems: readonly string[];
    }
  /** The row as it would be, as far as the caller may read it. */
  | { readonly outcome: "written"; readonly values: Readonly<Record<string, JsonValue>> | null };

interface TrialPorts {
  readonly apps: LiveApps;
  readonly data: AppData;
  readonly clock: Clock;
  readonly forms: FormPorts;
}

/** Ends the transaction from inside, with what would have been done. */
class Tried extends Error {
  readonly outcome: FormOutcome | typeof STALE;

  constructor(outcome: FormOutcome | typeof STALE) {
    super("A form was tried.");
    this.outcome = outcome;
  }
}

const DEADLINE_MS = 5_000;

/**
 * Sends a form without keeping anything: the statements of a form that is sent, in a transaction that is always rolled
 * back. Mails and events wait for a commit, so none follows; robots' protection and rates are not asked.
 */
export class FormTrials {
  private readonly ports: TrialPorts;

  constructor(ports: TrialPorts) {
    this.ports = ports;
  }

  async send(place: AppPlace, builder: Principal, trial: FormTrial): Promise<FormTrialAnswer> {
    const { apps, data, clock, forms } = this.ports;
    try {
      return await onLiveRelease(apps, place, async (live): Promise<FormTrialAnswer | typeof STALE> => {
        const { reader, rules } = live.snapshot;
        const form = reader.form(trial.formId);
        const recorded = form && formOfRecord(reader, form);
        if (!recorded) return { outcome: "notPublished" };
        if (recorded.action === "delete")
          throw new UserError("invalid_parameter", "A form that deletes a row cannot be tried.");
        const { caller } = callerOf(trial.caller, builder, reader);
        const who = rules.classOf(caller);
        const ofClass = formOfClass(recorded, who);
        const facts = { method: "POST", path: "/", time: clock.now().toISOString() };
        const look = () => apps.look(place.appId, place.environment, live);
        const call: FormCall = { live, data, caller, who, entry: "pages", facts, look, forms, path: "/", query: "" };
        if (!maySend(call, recorded)) return { outcome: "closed" };
        const body = formBody(trial.values);
        try {
          return await data.transaction(
            live.roleName,
            { what: `trying the form ${recorded.label}`, deadlineMs: DEADLINE_MS },
            async (transaction) => {
              const lookOutside = async () => {
                await transaction.giveUp();
                return look();
              };
              const inside = callOfForm({ ...call, data: within(transaction), look: lookOutside }, recorded);
              const bare = formForCaller(inside, ofClass);
              const row = bare.action === "create" ? undefined : await rowOf(inside, bare, trial.rowId);
              if (row === STALE) throw new Tried(STALE);
              if (bare.action === "update" && !row) throw new Tried({ kind: "again", status: 404, form: {} });
              const { refused, ...sent } = readTrial(inside, bare, { body, row });
              if (refused) throw new Tried({ kind: "again", status: 422, form: refused });
              const token = row && { ...tokenFor(bare), row: String(row.id), version: row.version };
              throw new Tried(await sendForm(inside, { ...sent, page: { params: {}, row }, body, token }));
            },
          );
        } catch (error) {
          if (!(error instanceof Tried)) throw error;
          const { outcome } = error;
          if (outcome === STALE) return STALE;
          if (outcome.kind === "done") return { outcome: "written", values: outcome.record ?? null };
          return outcome.status === 404 ? { outcome: "absent" } : refused(outcome.form);
        }
      });
    } catch (error) {
      if (error instanceof NotPublished) return { outcome: "notPublished" };
      throw error;
    }
  }
}

/** What a form would do in a transaction of its own is done in the one that is rolled back. */
const within = (transaction: Transaction): RowAccess => ({
  read: (...statement) => transaction.read(...statement),
  write: (...statement) => transaction.write(...statement),
  transaction: (_role, _options, work) => work(transaction),
});

/** What was typed, with the rows of its lines, and what is wrong with it. */
function readTrial(
  call: FormCall,
  bare: FormPlan,
  { body, row }: { readonly body: FormBody; readonly row: FormRow | undefined },
) {
  const words = formWords(call.live.snapshot.reader);
  const shownLines = linesInBody(bare, body);
  const plan = withCutLists(withLineFields(bare, shownLines), row?.values);
  const read = readForm(plan, body, words, row && withLineValues(bare, row.values));
  const facts = formFacts(call, { params: {} }, row?.values);
  const lines = withoutBlankRows(plan, shownLines, { read, words, facts });
  const errors = lineErrors(plan, { rows: shownLines, filled: lines, errors: read.errors }, words);
  const problems = wrongLineCounts(plan, { rows: lines, row: row?.values }, words);
  const refused = errors.size + problems.length > 0 ? { errors, problems } : undefined;
  return { plan, read, lines, shownLines, refused };
}

const tokenFor = ({ key, interfaceHash }: FormPlan) => ({
  form: key,
  route: "",
  hash: interfaceHash,
  issued: 0,
  nonce: "",
});

async function rowOf(
  call: FormCall,
  plan: FormPlan,
  id: string | undefined,
): Promise<FormRow | undefined | typeof STALE> {
  const model = call.live.snapshot.reader.model(plan.modelId);
  const key = id === undefined || !model ? undefined : keyOf(model).parse(id);
  return key?.ok ? readFormRow(call, unitOf(call, plan.modelId), { id: key.value, plan }) : undefined;
}

const refused = ({
  errors = new Map(),
  problems = [],
}: {
  readonly errors?: ReadonlyMap<string, string>;
  readonly problems?: readonly string[];
}): FormTrialAnswer => ({
  outcome: "refused",
  errors: [...errors].map(([name, message]) => ({ name, message })),
  problems,
});
