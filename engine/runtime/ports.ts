import type { AppDefinition } from "../definition/app-definition.ts";

/** A release as the engine needs it: the frozen definition and where its rows are. */
export interface StoredRelease {
  readonly releaseId: number;
  /** Counts the releases of the app. */
  readonly releaseNumber: number;
  readonly appId: string;
  readonly environment: string;
  readonly schemaName: string;
  readonly roleName: string;
  readonly definition: AppDefinition;
}

/** Where releases are stored: the platform's database on our server, a file when an app runs on its own. */
export interface ReleaseStore {
  /** Undefined when there is no such release. */
  load(releaseId: number): Promise<StoredRelease | undefined>;
}

export interface Clock {
  /** The instant, for rules and logs. */
  now(): Date;
  /** Milliseconds of a clock that only increases, for time-outs. */
  monotonic(): number;
  /** Milliseconds for which the processor has worked for us, for limits of what a page may cost. */
  processorTime?(): number;
}

export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
