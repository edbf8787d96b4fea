/** What programs that use the REST API will notice of a release. */
export interface ApiChange {
  readonly message: string;
  /** A client written against the live release may stop working. */
  readonly breaking: boolean;
}
