/** Which release of which app this is, and where its rows are. */
export interface AppIdentity {
  readonly releaseId: number;
  readonly appId: string;
  readonly environment: string;
  readonly schemaName: string;
}
