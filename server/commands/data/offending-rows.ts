import type pg from "pg";
import { MOST_OFFENDING, type OffendingCause, type OffendingRows, type RowKey } from "#contract/http/data";
import { may } from "#contract/permissions";
import type { DraftId } from "#contract/platform-ids";
import type { FieldId } from "#engine/definition/ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { hasErrors } from "#engine/problem";
import { isConstraintFact } from "#engine/schema/facts/constraint-facts";
import {
  type ColumnFact,
  isColumnFact,
  offendingRowsSql,
  offendingValuesSql,
} from "#engine/schema/facts/fact-condition";
import { isCounted, type UnmatchedFact } from "#engine/schema/facts/fact-query";
import { sql } from "#engine/sql/sql";
import { runSql } from "../../app-database/run-sql.ts";
import type { ServerContext } from "../../context.ts";
import type { Actor } from "../../policies/actor.ts";
import { findUnmatched } from "../../releases/find-unmatched.ts";
import { planRelease, type ReleasePlan } from "../../releases/plan-release.ts";
import { review } from "../../releases/review.ts";
import { findDraftFor } from "../drafts/find-draft.ts";
import { loadDefinition } from "../drafts/load-draft.ts";

type OffendingFact = ColumnFact | UnmatchedFact;

const LONGEST_MS = 5_000;
const MOST_VALUES = 50;

/** The rows that the draft's plan names for a field, as they are now: what *Go there* shows in Data. */
export async function listOffendingRows(
  context: ServerContext,
  actor: Actor,
  input: { readonly draftId: DraftId; readonly fieldId: string },
): Promise<OffendingRows> {
  const { appId, target } = await context.sequelize.transaction(async (transaction) => {
    const draft = await findDraftFor(context, actor, { action: "readRows", draftId: input.draftId, transaction });
    return { appId: draft.appId, target: await loadDefinition(context, draft, transaction) };
  });
  const planned = await planRelease(context, { appId, target, answers: {} });
  const field = planned.to.field(input.fieldId as FieldId);
  const facts = planned.plan.facts.flatMap((fact): OffendingFact[] =>
    !isConstraintFact(fact) && (isColumnFact(fact) || fact.kind === "unmatched") && fact.fieldId === input.fieldId
      ? [fact]
      : [],
  );
  const causes = field ? await readCauses(context, planned, { field, facts }) : [];
  return { causes, plan: may(actor, "publish") ? await judgePlan(context, actor, planned) : null };
}

async function judgePlan(
  context: ServerContext,
  actor: Actor,
  planned: ReleasePlan,
): Promise<NonNullable<OffendingRows["plan"]>> {
  const { problems, questions } = await review(context, actor, planned);
  return {
    problems: problems.filter((problem) => hasErrors([problem])).length,
    questions: questions.filter(({ answered }) => !answered).length,
  };
}

async function readCauses(
  context: ServerContext,
  { environment, live }: ReleasePlan,
  { field, facts }: { readonly field: FieldRecord; readonly facts: readonly OffendingFact[] },
): Promise<OffendingCause[]> {
  // Until it is live, a field is as it is drawn.
  const now = live?.reader.field(field.id) ?? field;
  const client = await context.appDatabase.pool.connect();
  try {
    await client.query("BEGIN READ ONLY");
    await client.query(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
    const causes: OffendingCause[] = [];
    for (const fact of facts) {
      const found = await findRows(client, fact, environment.schemaName);
      if (found.count === 0) continue;
      causes.push({
        kind: fact.kind,
        sentence: `${field.label} ${sentenceOf(fact, field)}`,
        count: found.count,
        keys: found.keys.slice(0, MOST_OFFENDING).map(keyOf),
        values: found.values,
        canBeEmptied: fact.kind !== "empty" && !now.required,
      });
    }
    return causes;
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}

interface FoundRows {
  readonly count: number;
  readonly keys: readonly string[];
  readonly values: OffendingCause["values"];
}

async function findRows(client: pg.ClientBase, fact: OffendingFact, schemaName: string): Promise<FoundRows> {
  if (!isCounted(fact)) {
    const found = await findUnmatched(client, fact, { schemaName, longestMs: LONGEST_MS, mostKeys: MOST_OFFENDING });
    return { ...found, values: [] };
  }
  const rows = offendingRowsSql(fact, schemaName);
  const [found] = await runSql<{ count: number; keys: string[] | null }>(
    client,
    sql`SELECT count(*)::int AS count, (array_agg("id"::text))[1:200] AS keys FROM (${rows}) AS "_offending"`,
  );
  const count = found?.count ?? 0;
  const isListed = fact.kind === "unlisted" && count > 0;
  const values = isListed
    ? await runSql<{ value: string; count: number }>(client, offendingValuesSql(fact, schemaName))
    : [];
  return { count, keys: found?.keys ?? [], values: values.slice(0, MOST_VALUES) };
}

const keyOf = (text: string): RowKey => (/^\d+$/.test(text) ? Number(text) : text);

function sentenceOf(fact: OffendingFact, field: FieldRecord): string {
  switch (fact.kind) {
    case "empty":
      return "is empty";
    case "duplicates":
      return "is the same as in another row";
    case "orphans":
      return "points to a row that is not there";
    case "repointed":
      return "points to rows of another model";
    case "unlisted":
      return "is not among the choices";
    case "longer":
      return `is longer than ${fact.length} characters`;
    case "shorter":
      return `is shorter than ${fact.length} characters`;
    case "unmatched":
      return "does not match its pattern";
    case "unfit":
    case "misfits":
      return `does not fit the type ${fieldTypeOf(field.type)?.label ?? field.type.name}`;
  }
}
