import type { Endpoint } from "./endpoint.ts";
import * as account from "./http/account.ts";
import * as address from "./http/address.ts";
import * as appMails from "./http/app-mails.ts";
import * as appUsers from "./http/app-users.ts";
import * as apps from "./http/apps.ts";
import * as audit from "./http/audit.ts";
import * as data from "./http/data.ts";
import * as diagnosis from "./http/diagnosis.ts";
import * as draftHistory from "./http/draft-history.ts";
import * as drafts from "./http/drafts.ts";
import * as forms from "./http/forms.ts";
import * as imports from "./http/imports.ts";
import * as mail from "./http/mail.ts";
import * as people from "./http/people.ts";
import * as preview from "./http/preview.ts";
import * as releases from "./http/releases.ts";
import * as session from "./http/session.ts";
import * as tokens from "./http/tokens.ts";

/** Every endpoint of the platform's API, in the order of its OpenAPI document. */
export const endpoints: readonly Endpoint[] = [
  session,
  account,
  address,
  people,
  tokens,
  audit,
  apps,
  appMails,
  appUsers,
  drafts,
  draftHistory,
  releases,
  data,
  preview,
  forms,
  imports,
  mail,
  diagnosis,
].flatMap((file) =>
  Object.values(file as Readonly<Record<string, unknown>>).filter(
    (value): value is Endpoint => typeof value === "object" && value !== null && "rawBody" in value,
  ),
);
