import type pg from "pg";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";

/** What a step may speak of. */
export interface StepPlace {
  readonly schemaName: string;
  /** The data role. */
  readonly roleName: string;
}

export interface AppStepPlace extends StepPlace {
  readonly appId: AppId;
  readonly environment: string;
}

/** The features of an app that need our own tables in its schema. */
export interface SystemFeature {
  readonly name: string;
  /** "every app": also one that was never published. */
  readonly isUsedBy: "every app" | ((definition: DefinitionReader) => boolean);
}

/**
 * A numbered change of an app's schema, beside the tables of its models. It runs in one transaction with the record of
 * it, and may run again on what it has made. It takes no time: the switch of a release holds its locks meanwhile.
 */
export interface SystemStep {
  readonly number: number;
  readonly feature: SystemFeature;
  /** For the operator: "the table of API keys". */
  readonly what: string;
  run(client: pg.ClientBase, place: AppStepPlace): Promise<void>;
}
