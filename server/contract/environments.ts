/** Where a version of an app runs, each with a Postgres schema of its own. Others than `live` will join. */
export const environmentNames = ["live"] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** The environment that an app's own address serves. */
export const LIVE: EnvironmentName = "live";
