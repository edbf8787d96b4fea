import type { Sequelize } from "sequelize";
import { Account } from "./account.ts";
import { AddressChange } from "./address-change.ts";
import { ApiToken } from "./api-token.ts";
import { App } from "./app.ts";
import { AppVersion } from "./app-version.ts";
import { AuditEntry } from "./audit-entry.ts";
import { Draft } from "./draft.ts";
import { DraftEdit } from "./draft-edit.ts";
import { DraftLayout } from "./draft-layout.ts";
import { DraftRecord } from "./draft-record.ts";
import { Environment } from "./environment.ts";
import { Import } from "./import.ts";
import { InboxMail } from "./inbox-mail.ts";
import { Invitation } from "./invitation.ts";
import { Mail } from "./mail.ts";
import { Membership } from "./membership.ts";
import { OutboxEntry } from "./outbox-entry.ts";
import { PasswordReset } from "./password-reset.ts";
import { Release } from "./release.ts";
import { Session } from "./session.ts";
import { StagedTable } from "./staged-table.ts";
import { Throttle } from "./throttle.ts";
import { Workspace } from "./workspace.ts";

/** Every model of the platform's tables, bound to one connection. A new model is added here. */
const models = [
  Account,
  AddressChange,
  ApiToken,
  App,
  AppVersion,
  AuditEntry,
  Draft,
  DraftEdit,
  DraftLayout,
  DraftRecord,
  Environment,
  Import,
  Invitation,
  InboxMail,
  Mail,
  Membership,
  OutboxEntry,
  PasswordReset,
  Release,
  Session,
  StagedTable,
  Throttle,
  Workspace,
] as const;

export function initialiseModels(sequelize: Sequelize): void {
  for (const model of models) model.initialise(sequelize);
}
