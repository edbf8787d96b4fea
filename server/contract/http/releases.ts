import * as z from "zod";
import { appDefinitionSchema } from "#engine/definition/app-definition";
import { recordIdSchema } from "#engine/definition/ids";
import { jsonValueSchema } from "#engine/definition/json";
import { problemSchema } from "#engine/problem";
import { endpoint } from "../endpoint.ts";
import { appIdSchema, draftIdSchema, instantSchema, releaseNumberSchema, versionIdSchema } from "../platform-ids.ts";

/** What publishing needs to know besides the drawing: how to fill rows that have no value. Keyed by field id. */
export const planAnswersSchema = z.record(
  z.string().regex(/^fld_[a-z0-9]{12,20}$/),
  z.discriminatedUnion("fill", [
    z.strictObject({ fill: z.literal("value"), value: jsonValueSchema }),
    /** An expression over the row's own fields. */
    z.strictObject({ fill: z.literal("formula"), formula: z.string().max(4000) }),
    /** A text that becomes a relation, by a field of the other model; or a relation that becomes such a text, or its "id". */
    z.strictObject({ fill: z.literal("match"), by: z.string().max(40), rest: z.enum(["empty", "create"]) }),
  ]),
);
export type PlanAnswers = z.infer<typeof planAnswersSchema>;

/** One line of the migration as the publish panel shows it. */
export const planStepSchema = z.object({
  sign: z.enum(["+", "-", "~"]),
  recordId: recordIdSchema.optional(),
  /** "Add field Price to Book". */
  description: z.string(),
  sql: z.array(z.string()),
  /** What it does to running traffic, in words: "Nothing is copied; readers wait at most 0.3 s." */
  lock: z.string(),
  hazards: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type PlanStep = z.infer<typeof planStepSchema>;

/** Something the plan needs from the builder before it can run. */
export const planQuestionSchema = z.object({
  fieldId: z.string(),
  /** "1,204 books have no price." */
  message: z.string(),
  rows: z.int(),
  /** The rows can be shown and changed in Data, before it is published. */
  canShowRows: z.boolean(),
  /** What we would fill in; the panel starts with it. Absent when there is nothing sensible. */
  proposal: jsonValueSchema.optional(),
  answered: z.boolean(),
  /** Of a change between text and relation: the fields of the other model, the best first. Answered with `match`. */
  match: z
    .object({
      to: z.enum(["relation", "text"]),
      options: z.array(
        z.object({
          fieldId: z.string(),
          label: z.string(),
          matched: z.int().optional(),
          missing: z.int().optional(),
          unclear: z.int().optional(),
          samples: z.array(z.string()).optional(),
          canCreate: z.boolean().optional(),
        }),
      ),
    })
    .optional(),
});
export type PlanQuestion = z.infer<typeof planQuestionSchema>;

/** Who may do what on the internet and with keys, before and after, in plain words. */
export const accessChangeSchema = z.object({
  modelId: z.string(),
  modelLabel: z.string(),
  /** Of a change for one field alone; to write it is the action `update`. */
  field: z.object({ id: z.string(), label: z.string() }).optional(),
  action: z.enum(["read", "create", "update", "delete"]),
  before: z.string(),
  after: z.string(),
  widens: z.boolean(),
});

export const planReviewSchema = z.object({
  /** Of the draft, the answers and the live release: publishing sends it back, and is refused when it has changed. */
  planHash: z.string(),
  steps: z.array(planStepSchema),
  questions: z.array(planQuestionSchema),
  /** Errors here block publishing: checks of the definition, and facts about the data (37 rows are not unique). */
  problems: z.array(problemSchema),
  /** What people will see, and what API clients must know, as sentences. */
  forPeople: z.array(z.string()),
  forApiClients: z.array(z.object({ message: z.string(), breaking: z.boolean() })),
  access: z.array(accessChangeSchema),
  /** How many records differ from live. */
  changes: z.int(),
});
export type PlanReview = z.infer<typeof planReviewSchema>;

const numberInPath = z.coerce.number().pipe(releaseNumberSchema);

export const releaseStates = ["queued", "preparing", "switching", "live", "superseded", "failed"] as const;
export const releaseSchema = z.object({
  /** Counts the releases of this app. */
  number: releaseNumberSchema,
  appId: appIdSchema,
  versionId: versionIdSchema,
  versionNumber: z.int(),
  state: z.enum(releaseStates),
  message: z.string(),
  /** Set when this release put an older version live again: the number of the release that was left. */
  rollbackOf: releaseNumberSchema.optional(),
  by: z.string(),
  createdAt: instantSchema,
  liveAt: instantSchema.optional(),
  /** Milliseconds from the receipt of the request to live. */
  tookMs: z.int().optional(),
  /** The present activity, as a sentence. */
  progress: z.string().optional(),
  /** Why it failed and what to do; the live version went on serving. */
  failure: z.string().optional(),
  steps: z.array(planStepSchema),
});
export type Release = z.infer<typeof releaseSchema>;

export const reviewPlan = endpoint({
  name: "reviewPlan",
  method: "POST",
  path: "/drafts/:draftId/plan",
  summary: "What publishing the draft would do, with facts about the data",
  tag: "Releases",
  action: "publish",
  params: z.strictObject({ draftId: draftIdSchema }),
  body: z.strictObject({ answers: planAnswersSchema }),
  response: planReviewSchema,
});

export const publishDraft = endpoint({
  name: "publishDraft",
  method: "POST",
  path: "/drafts/:draftId/releases",
  summary: "Publish the draft to live; 409 plan_changed with the new plan when it is not what was reviewed",
  tag: "Releases",
  action: "publish",
  params: z.strictObject({ draftId: draftIdSchema }),
  body: z.strictObject({
    planHash: z.string().max(100),
    answers: planAnswersSchema,
    message: z.string().trim().max(500),
  }),
  response: releaseSchema,
  status: 202,
});

export const reviewRollback = endpoint({
  name: "reviewRollback",
  method: "POST",
  path: "/apps/:appId/versions/:versionId/plan",
  summary: "What going back to a version would do",
  tag: "Releases",
  action: "publish",
  params: z.strictObject({ appId: appIdSchema, versionId: versionIdSchema }),
  body: z.strictObject({ answers: planAnswersSchema }),
  response: planReviewSchema,
});

export const cancelRelease = endpoint({
  name: "cancelRelease",
  method: "POST",
  path: "/apps/:appId/releases/:number/cancel",
  summary: "Stop a release that has not begun to switch; 409 when it is too late",
  tag: "Releases",
  action: "publish",
  params: z.strictObject({ appId: appIdSchema, number: numberInPath }),
  response: releaseSchema,
});

export const rollBack = endpoint({
  name: "rollBack",
  method: "POST",
  path: "/apps/:appId/versions/:versionId/releases",
  summary: "Put an older version live again, as a new release; the draft is left alone",
  tag: "Releases",
  action: "publish",
  params: z.strictObject({ appId: appIdSchema, versionId: versionIdSchema }),
  body: z.strictObject({
    planHash: z.string().max(100),
    answers: planAnswersSchema,
    message: z.string().trim().max(500),
  }),
  response: releaseSchema,
  status: 202,
});

export const listReleases = endpoint({
  name: "listReleases",
  method: "GET",
  path: "/apps/:appId/releases",
  summary: "The history of an app, newest first",
  tag: "Releases",
  action: "read",
  params: z.strictObject({ appId: appIdSchema }),
  query: z.strictObject({
    before: numberInPath.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: z.object({ results: z.array(releaseSchema) }),
});

export const getRelease = endpoint({
  name: "getRelease",
  method: "GET",
  path: "/apps/:appId/releases/:number",
  summary: "One release and how far it is",
  tag: "Releases",
  action: "read",
  params: z.strictObject({ appId: appIdSchema, number: numberInPath }),
  response: releaseSchema,
});

export const getVersion = endpoint({
  name: "getVersion",
  method: "GET",
  path: "/apps/:appId/versions/:versionId",
  summary: "A frozen definition",
  tag: "Releases",
  action: "read",
  params: z.strictObject({ appId: appIdSchema, versionId: versionIdSchema }),
  response: z.object({
    id: versionIdSchema,
    number: z.int(),
    contentHash: z.string(),
    definition: appDefinitionSchema,
  }),
});
