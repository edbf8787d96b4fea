import { hash } from "node:crypto";
import { assertNever } from "../../assert-never.ts";
import { canonicalJson, type JsonValue } from "../../definition/json.ts";
import { type FieldError, UserError } from "../../errors.ts";
import { changedValues } from "../../forms/changed-values.ts";
import { CONFIRM_INPUT } from "../../forms/confirm-markup.ts";
import { choiceOf } from "../../forms/conflict-markup.ts";
import type { FormBody } from "../../forms/form-body.ts";
import { type LineRows, withLineValues } from "../../forms/form-lines.ts";
import type { FormField, FormPlan } from "../../forms/form-plan.ts";
import { TYPED_COUNT } from "../../forms/form-state.ts";
import type { FormTokenPayload } from "../../forms/form-token.ts";
import { changedMeanwhile, laterMarks, lineMarks, withoutGoneRows } from "../../forms/line-marks.ts";
import { withLineMoves } from "../../forms/line-moves.ts";
import { type LinesBody, linesBody, rowTitle } from "../../forms/lines-body.ts";
import type { ReadForm } from "../../forms/read-form.ts";
import { COUNT_INPUT } from "../../forms/removal-markup.ts";
import { NOT_OFFERED } from "../../rest/rule-refusal.ts";
import { formWords } from "../../views/forms/form-words.ts";
import { planDelete } from "../execution/plan-write.ts";
import { STALE } from "../execution/run-statement.ts";
import { writeRefusalOf } from "../execution/write-refusal.ts";
import type { WriteOutcome } from "../execution/write-row.ts";
import {
  type ListsPlan,
  planCreateWithLists,
  planUpdateWithLists,
  withoutLists,
  writeWithLists,
} from "../execution/write-with-lists.ts";
import { type FormCall, type FormPage, type FormRow, formFacts, readFormRow, unitOf } from "./form-call.ts";
import { wrongOwnRows } from "./own-rows.ts";
import type { DoneForm } from "./place-after.ts";
import type { SentForm } from "./show-forms.ts";

/** A form whose values could all be read. */
export interface SendInput {
  readonly plan: FormPlan;
  readonly page: FormPage;
  readonly read: ReadForm;
  /** The rows of lines that are written, and all that the form shows. */
  readonly lines: LineRows;
  readonly shownLines: LineRows;
  readonly body: FormBody;
  readonly token: FormTokenPayload | undefined;
}

export type FormOutcome =
  | ({ readonly kind: "done" } & DoneForm)
  | { readonly kind: "again"; readonly status: number; readonly form: Partial<SentForm> };

type Outcome = Promise<FormOutcome | typeof STALE>;

/** Carries a form out by the same plans and statements as a REST request. */
export async function sendForm(call: FormCall, input: SendInput): Outcome {
  const errors = await wrongOwnRows(call, input.plan, input.read);
  if (errors === STALE) return STALE;
  if (errors.size > 0) return again(422, { errors });
  switch (input.plan.action) {
    case "create":
      return createByForm(call, input);
    case "update":
      return updateByForm(call, input);
    case "delete":
      return deleteByForm(call, input);
    default:
      return assertNever(input.plan.action);
  }
}

/** Whether the person has ticked that it is saved although validations warn of it. */
const isConfirmed = (body: FormBody): boolean => body.last(CONFIRM_INPUT) === "true";

async function createByForm(call: FormCall, input: SendInput): Outcome {
  const { plan, page, read, body: sent, token } = input;
  const unit = unitOf(call, plan.modelId);
  // What the form gives by itself may differ from one moment to the next, so it makes no submission another.
  const content = canonicalJson([token?.nonce ?? "", plan.key, read.values]);
  const written = linesBody(plan, { rows: input.lines, read, changed: read.values });
  const given = fixedValues(call, plan, page);
  const once = token ? { key: hash("sha256", content, "hex") } : undefined;
  const create = { body: written.body, given, isConfirmed: isConfirmed(sent), ...(once ? { once } : {}) };
  const done = await write(call, { ...input, written }, () => planCreateWithLists(call, unit, create));
  if (done === STALE || "kind" in done) return done;
  if (done.outcome === "madeBefore") {
    const row = await readFormRow(call, unit, { id: done.id });
    return row === STALE ? STALE : { kind: "done", ...(row ? { record: { ...row.values, id: done.id } } : {}) };
  }
  return doneWith(done);
}

async function updateByForm(call: FormCall, input: SendInput): Outcome {
  const { plan, page, read, body, token } = input;
  const { row } = page;
  const words = formWords(call.live.snapshot.reader);
  if (!row || token?.row !== String(row.id)) return again(422, { problems: [words.texts.sendAgain] });
  const kept = withoutTheirs(read, body);
  const lines = withoutGoneRows({ plan, rows: input.lines, marks: token.lines, row: row.values });
  const flat = changedValues(plan, kept, withLineValues(plan, row.values), words);
  const filled = linesBody(plan, { rows: lines, read: kept, changed: flat });
  const written = withLineMoves(plan, filled, { rows: lines, row: row.values });
  const meanwhile = changedMeanwhile(
    { plan, rows: lines, shown: input.shownLines, marks: token.lines, row: row.values, changed: flat },
    words,
  );
  if (meanwhile.errors.size + meanwhile.problems.length > 0)
    return again(409, { ...meanwhile, lineMarks: laterMarks(token.lines, lineMarks(plan, row.values)) });
  const sent = written.body;
  const given = changedFixed(call, plan, page);
  if (Object.keys(sent).length + Object.keys(given).length === 0) return { kind: "done", record: row.values };
  // What the form gives by itself, and another order, overwrite nothing that a person would have to choose from.
  const isSent = Object.keys(filled.body).length > 0;
  const versions = token.version === undefined || !isSent ? undefined : [token.version];
  const update = {
    id: row.id,
    body: sent,
    given,
    kind: "patch" as const,
    versions,
    withBefore: false,
    isConfirmed: isConfirmed(body),
  };
  const done = await write(call, { ...input, written }, () => planUpdateWithLists(call, row.unit, update));
  if (done === STALE || "kind" in done) return done;
  if (done.outcome === "changed") return conflict(call, { ...input, lines, read: kept }, row);
  return doneWith(done, row);
}

/** What the form gives by itself: from the page, the caller and the clock, never from the body. */
const fixedValues = (call: FormCall, { fixed }: FormPlan, page: SendInput["page"]): Record<string, JsonValue> => {
  const facts = formFacts(call, page, page.row?.values);
  return Object.fromEntries(
    fixed.flatMap(({ field, value }) => (field.field ? [[field.name, value(facts)] as const] : [])),
  );
};

function changedFixed(call: FormCall, plan: FormPlan, page: SendInput["page"]): Record<string, JsonValue> {
  const fixed = { ...plan, fields: plan.fixed.map(({ field }) => field) };
  const read = { values: fixedValues(call, plan, page), typed: new Map<string, string>() };
  return changedValues(fixed, read, page.row?.values ?? {}, formWords(call.live.snapshot.reader));
}

/** The row has another version: unless it says already what was sent, the person decides. */
async function conflict(call: FormCall, { plan, read, lines }: SendInput, { unit, id }: FormRow): Outcome {
  const now = await readFormRow(call, unit, { id, plan });
  if (now === STALE) return STALE;
  if (!now) return again(404, { problems: [formWords(call.live.snapshot.reader).texts.mayNot] });
  const theirs = withLineValues(plan, now.values);
  const changed = changedValues(plan, read, theirs, formWords(call.live.snapshot.reader));
  const { body } = linesBody(plan, { rows: lines, read, changed });
  if (Object.keys(body).length === 0) return { kind: "done", record: now.values };
  return again(409, { kind: "conflict", theirs, version: now.version, values: read.typed });
}

/** Fields of a conflict whose other value was chosen are not spoken of. */
function withoutTheirs(read: ReadForm, body: FormBody): ReadForm {
  const isMine = ([name]: readonly [string, JsonValue]): boolean => body.last(choiceOf(name)) !== "theirs";
  return { ...read, values: Object.fromEntries(Object.entries(read.values).filter(isMine)) };
}

async function deleteByForm(call: FormCall, input: SendInput): Outcome {
  const { page, body, token } = input;
  const { row } = page;
  const { texts } = formWords(call.live.snapshot.reader);
  if (!row || token?.row !== String(row.id) || token.most === undefined)
    return again(422, { problems: [texts.sendAgain] });
  const { most } = token;
  if (most > TYPED_COUNT && body.last(COUNT_INPUT)?.trim() !== String(most))
    return again(422, { problems: [texts.remove.typeNumber(String(most))] });
  const done = await write(call, input, () =>
    withoutLists(planDelete(call, row.unit, { id: row.id, versions: undefined, withBefore: false, most }), {
      isConfirmed: isConfirmed(body),
    }),
  );
  if (done === STALE || "kind" in done) return done;
  return { kind: "done" };
}

/** Carries a write out. What is refused becomes the form again, each mistake at its field. */
async function write(
  call: FormCall,
  sent: Written,
  planned: () => ListsPlan,
): Promise<WriteOutcome | Extract<FormOutcome, { kind: "again" }> | typeof STALE> {
  try {
    const outcome = await writeWithLists(call, planned());
    if (outcome === STALE) return STALE;
    const isUsed = outcome.outcome === "written" || outcome.outcome === "changed" || outcome.outcome === "madeBefore";
    if (isUsed) return outcome;
    const { texts } = formWords(call.live.snapshot.reader);
    if (outcome.outcome === "tooMany") return again(409, { problems: [texts.remove.more] });
    if (outcome.outcome === "denied") return again(403, { problems: [texts.mayNot] });
    throw writeRefusalOf(call, outcome);
  } catch (error) {
    if (!(error instanceof UserError) || error.code === "not_found") throw error;
    return refused(call, sent, error);
  }
}

interface Written extends Pick<SendInput, "plan" | "shownLines"> {
  readonly written?: LinesBody;
}

function refused(call: FormCall, sent: Written, error: UserError): Extract<FormOutcome, { kind: "again" }> {
  const { plan, shownLines } = sent;
  const errors = new Map<string, string>();
  const problems: string[] = [];
  const mistakes = error.errors ?? [];
  for (const mistake of mistakes) {
    const name = nameAt(sent, mistake);
    const field = plan.fields.find((one) => one.name === name);
    const words = wordsFor(call, { label: name, ...field }, mistake);
    const message = inItsRow(call, { plan, shownLines }, { name, words });
    // What is wrong with several fields together is told once, above them.
    const isShared = mistakes.some((other) => nameAt(sent, other) !== name && other.message === mistake.message);
    if (field && !field.isReadOnly && !isShared) errors.set(name, message);
    else if (!problems.includes(message)) problems.push(message);
  }
  if (errors.size === 0 && problems.length === 0) problems.push(error.message);
  const isConflict = CONFLICTS.has(error.code);
  const isWarned = error.code === "unconfirmed_warnings";
  const status = error.code === "rule_denied" ? 403 : isConflict ? 409 : 422;
  return again(status, { errors, problems, isWarned });
}

const CONFLICTS: ReadonlySet<UserError["code"]> = new Set(["protected", "constraint_broken", "last_administrator"]);

/** The name of the field that a pointer leads to: `/tags/2` to that of the list, `/items/0/quantity` to that of the row. */
function nameAt({ written }: Pick<Written, "written">, { pointer }: FieldError): string {
  const [name = "", index = "", field = ""] = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const row = written?.rows.get(name)?.[Number(index)];
  return row === undefined || index === "" ? name : `${name}.${row}.${field}`;
}

/** A mistake in a row of lines is told with the number of the row. */
function inItsRow(
  call: FormCall,
  { plan, shownLines }: Pick<Written, "plan" | "shownLines">,
  { name, words }: { readonly name: string; readonly words: string },
): string {
  const { texts } = formWords(call.live.snapshot.reader);
  const [list = "", row, field] = name.split(".");
  if (row === undefined || field === undefined) return words;
  return texts.lines.inRow(rowTitle(plan, shownLines, { list, row }), field === "id" ? texts.lines.gone : words);
}

/** What REST says of a mistake, in the language of the app. */
function wordsFor(
  call: FormCall,
  { label, target }: Pick<FormField, "label" | "target">,
  { code, message }: FieldError,
): string {
  const { texts } = formWords(call.live.snapshot.reader);
  switch (code) {
    case "required":
    case "blank":
      return texts.needed(label);
    case "not_unique":
      return texts.taken(label);
    case "not_found":
      return texts.wrong.row(label);
    case NOT_OFFERED:
      return texts.find.notOffered(label);
    case "wrong_type":
    case "invalid":
      return target === undefined ? message : texts.wrong.row(label);
    case "rule_denied":
      return texts.mayNot;
    default:
      return message;
  }
}

const again = (status: number, form: Partial<SentForm>): Extract<FormOutcome, { kind: "again" }> => ({
  kind: "again",
  status,
  form,
});

function doneWith(done: WriteOutcome, row?: FormRow): FormOutcome {
  if (done.outcome !== "written") return { kind: "done" };
  const record = done.body === undefined ? undefined : (JSON.parse(done.body) as FormRow["values"]);
  return { kind: "done", ...(record ? { record } : row ? { record: row.values } : {}) };
}
