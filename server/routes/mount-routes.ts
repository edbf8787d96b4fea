import type { Api } from "../http/mount-endpoint.ts";
import { mountAccount } from "./account/account.ts";
import { mountAppMails } from "./app-mails/app-mails.ts";
import { mountApps } from "./apps/apps.ts";
import { mountAudit } from "./audit/audit.ts";
import { mountData } from "./data/data.ts";
import { mountDiagnosis } from "./diagnosis/diagnosis.ts";
import { mountDraftHistory } from "./drafts/draft-history.ts";
import { mountDrafts } from "./drafts/drafts.ts";
import { mountImports } from "./imports/imports.ts";
import { mountKeys } from "./keys/keys.ts";
import { mountMail } from "./mail/mail.ts";
import { mountPeople } from "./people/people.ts";
import { mountReleases } from "./releases/releases.ts";
import { mountSession } from "./session/session.ts";
import { mountTokens } from "./tokens/tokens.ts";
import { mountUsers } from "./users/users.ts";

/** Every resource of the platform's API. A new one is added here; tests/… says when an endpoint has no handler. */
export function mountRoutes(api: Api): void {
  mountSession(api);
  mountTokens(api);
  mountAccount(api);
  mountMail(api);
  mountPeople(api);
  mountAudit(api);
  mountApps(api);
  mountDrafts(api);
  mountDraftHistory(api);
  mountImports(api);
  mountReleases(api);
  mountKeys(api);
  mountUsers(api);
  mountAppMails(api);
  mountData(api);
  mountDiagnosis(api);
}
