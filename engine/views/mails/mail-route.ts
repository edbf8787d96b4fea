import type { RouteId } from "../../definition/ids.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { MailKind } from "./mail-entries.ts";
import { accountMailLabels } from "./mail-labels.ts";
import { MAIL_ROUTE } from "./mail-scope.ts";

/** A mail's name among all mails of an app: that of a mail of accounts, or an id. */
export const mailKey = (kind: MailKind): string => (kind.of === "account" ? kind.name : kind.record.id);

const PREFIX = "rte_mail:";

/** A mail in the place of a page, for the preview and the page editor, which know what they show by a route. */
export const mailRoute = (kind: MailKind): RouteRecord => ({
  ...MAIL_ROUTE,
  id: `${PREFIX}${mailKey(kind)}` as RouteId,
  label: kind.of === "account" ? accountMailLabels[kind.name].label : kind.record.label,
});

/** The mail that such a route stands for; undefined for a page. */
export const mailOfRoute = (id: RouteId): string | undefined =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
