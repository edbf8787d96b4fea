import { Op, QueryTypes, type Transaction, UniqueConstraintError } from "sequelize";
import { LIVE } from "#contract/environments";
import type { Release as PresentedRelease } from "#contract/http/releases";
import { may } from "#contract/permissions";
import type { AppId, ReleaseId, WorkspaceId } from "#contract/platform-ids";
import { checkInSteps } from "#engine/checks/check-app";
import { UserError } from "#engine/errors";
import { hasErrors } from "#engine/problem";
import { readFacts } from "#engine/schema/facts/read-facts";
import type { ServerContext } from "../../context.ts";
import type { AppVersion } from "../../models/app-version.ts";
import { recordAudit } from "../../models/audit-entry.ts";
import { Release, UNDER_WAY } from "../../models/release.ts";
import type { Actor } from "../../policies/actor.ts";
import { enqueue } from "../../queues/enqueue.ts";
import { gatherFacts } from "../../releases/gather-facts.ts";
import { type ReleasePlan, stepsOf } from "../../releases/plan-release.ts";
import { review } from "../../releases/review.ts";
import { threadTurns } from "../../releases/thread-turns.ts";
import { findReleases } from "./find-releases.ts";

/**
 * Throws unless this very plan was reviewed and nothing speaks against it: the last look before a release is queued.
 * A plan without questions to the rows asks the database nothing, so a plain addition is queued within milliseconds.
 */
export async function requireApproved(
  context: ServerContext,
  actor: Actor,
  planned: ReleasePlan,
  planHash: string,
): Promise<void> {
  if (planned.planHash !== planHash) {
    const message =
      "The draft, the answers or what is live has changed since this plan was reviewed. Look at it again.";
    throw new UserError("plan_changed", message, { extra: await review(context, actor, planned) });
  }
  if (planned.live?.contentHash === planned.toHash) {
    throw new UserError("conflict", `Nothing differs from version ${planned.live.versionNumber}, which is live.`);
  }
  const checked = await threadTurns(planned.to).steps(checkInSteps(planned.to));
  const results = hasErrors(checked) ? [] : await gatherFacts(context, planned);
  const { plan, to, answers } = planned;
  const facts = readFacts({ plan, results, to, answers, showValues: may(actor, "readRows") });
  const errors = [...checked, ...planned.plan.problems, ...facts.problems].filter(
    ({ severity }) => severity === "error",
  );
  const [first] = errors;
  if (first) {
    const others = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
    throw new UserError("has_problems", `${first.message}${others}`, { extra: { problems: errors } });
  }
  const question = facts.questions.find(({ answered }) => !answered);
  if (question) {
    throw new UserError("has_problems", `${question.message} Say how to fill them.`, {
      extra: { questions: facts.questions },
    });
  }
}

/** Refuses early, with a sentence, what the unique index refuses anyway. */
export async function requireNoneUnderWay(appId: AppId, transaction?: Transaction): Promise<void> {
  const other = await Release.findOne({
    where: { appId, environment: LIVE, state: { [Op.in]: [...UNDER_WAY] } },
    attributes: ["id"],
    transaction: transaction ?? null,
  });
  if (other) throw underWay();
}

const underWay = () =>
  new UserError(
    "release_under_way",
    "Another release of this app is under way. Wait until it is live, then publish again.",
  );

/** The release row, its line in the audit log and its job, in the caller's transaction. */
export async function queueRelease(
  context: ServerContext,
  actor: Actor,
  input: {
    readonly planned: ReleasePlan;
    readonly version: AppVersion;
    readonly message: string;
    readonly receivedAt: Date;
    readonly rollbackOf?: ReleaseId;
  },
  transaction: Transaction,
): Promise<ReleaseId> {
  const { planned, version, message, receivedAt, rollbackOf } = input;
  const number = await nextNumber(version.appId, transaction);
  const ahead = await countUnderWay(context, actor.workspaceId, transaction);
  const builds = planned.plan.operations.some(({ phase }) => phase === "build");
  const release = await Release.create(
    {
      appId: version.appId,
      number,
      environment: planned.environment.name,
      versionId: version.id,
      baseReleaseId: planned.live ? String(planned.live.releaseId) : null,
      rollbackOf: rollbackOf === undefined ? null : String(rollbackOf),
      actorId: actor.accountId,
      message,
      plan: { steps: stepsOf(planned), builds },
      planHash: planned.planHash,
      answers: planned.answers,
      state: "queued",
      progress: "Waiting for its turn.",
      receivedAt,
    },
    { transaction },
  ).catch((error: unknown) => {
    if (error instanceof UniqueConstraintError) throw underWay();
    throw error;
  });
  const id = Number(release.id);
  await recordAudit(
    {
      actor,
      action: rollbackOf === undefined ? "release.queued" : "release.rollback_queued",
      appId: version.appId,
      subject: `version ${version.number}`,
      after: { release: number, message },
    },
    transaction,
  );
  await enqueue(context, transaction, {
    topic: builds ? "builds" : "releases",
    jobId: `release-${id}-1`,
    payload: { releaseId: id },
    priority: Math.min(ahead, 1_000),
  });
  return id;
}

/** Workspaces take turns: the second release of one waits behind the first ones of all others. An app has one at a time. */
async function countUnderWay(
  { sequelize }: ServerContext,
  workspaceId: WorkspaceId,
  transaction: Transaction,
): Promise<number> {
  const [row] = await sequelize.query<{ ahead: number }>(
    `SELECT count(*)::integer AS ahead FROM platform.releases r JOIN platform.apps p ON p.id = r.app_id
      WHERE p.workspace_id = $1 AND r.state IN ('queued', 'preparing', 'switching')`,
    { bind: [workspaceId], type: QueryTypes.SELECT, transaction },
  );
  return row?.ahead ?? 0;
}

/** Two that are queued at once for one app get the same number, and the unique index refuses the second as under way. */
async function nextNumber(appId: AppId, transaction: Transaction): Promise<number> {
  const newest = await Release.max<number | null, Release>("number", { where: { appId }, transaction });
  return (newest ?? 0) + 1;
}

/** The release as the answer of the request that queued it. */
export async function presentQueued(context: ServerContext, appId: AppId, id: ReleaseId): Promise<PresentedRelease> {
  const [release] = await findReleases(context, { appId, id });
  if (!release) throw new Error(`Release ${id} is not there after it was queued.`);
  return release;
}
