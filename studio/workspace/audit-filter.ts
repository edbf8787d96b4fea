import { type AuditAction, auditActions } from "#contract/audit-actions";
import type { AuditVia } from "#contract/http/audit";
import type { AccountId, AppId } from "#contract/platform-ids";
import { viaLabels } from "./via-labels.ts";

export type AuditFilter = ReturnType<typeof auditFilter>;

/** What the address of the audit log asks for, as the server takes it; what it does not know is left out. */
export function auditFilter(search: URLSearchParams) {
  const actor = search.get("actor");
  const app = search.get("app");
  const action = search.get("action");
  const via = search.get("via");
  const tokenId = search.get("token");
  const from = dayStart(search.get("from"), 0);
  const until = dayStart(search.get("to"), 1);
  return {
    ...(actor ? { actorId: actor as AccountId } : {}),
    ...(app ? { appId: app as AppId } : {}),
    ...(action && Object.hasOwn(auditActions, action) ? { action: action as AuditAction } : {}),
    ...(via && Object.hasOwn(viaLabels, via) ? { via: via as AuditVia["kind"] } : {}),
    ...(tokenId ? { tokenId } : {}),
    ...(from ? { from } : {}),
    ...(until ? { until } : {}),
  };
}

/** Midnight of a day in the browser's zone, some days later, as an instant. */
function dayStart(day: string | null, later: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? "") ?? [];
  if (year === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
