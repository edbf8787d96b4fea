/** Which release of which app this is, and where its rows are. */
export interface AppIdentity {
  readonly releaseId: number;
  /** Counts the releases of the app. The id counts those of the installation, and is shown to nobody. */
  readonly releaseNumber: number;
  readonly appId: string;
  readonly environment: string;
  readonly schemaName: string;
}
