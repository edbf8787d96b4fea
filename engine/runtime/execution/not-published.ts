import { UserError } from "../../errors.ts";

/** No release of the app is live. */
export class NotPublished extends UserError {
  readonly label: string | undefined;
  constructor(label?: string) {
    super("not_found", "This app has not been published yet.");
    this.label = label;
  }
}
