import type { MailEntry, MailState } from "#contract/http/mail";
import type { Tone } from "../../components/StatusLine.tsx";

export const stateLabels: Readonly<Record<MailState, { readonly label: string; readonly tone: Tone }>> = {
  queued: { label: "Waits its turn", tone: "busy" },
  sending: { label: "Being sent", tone: "busy" },
  sent: { label: "Sent", tone: "ok" },
  failed: { label: "Is tried again", tone: "warning" },
  dead: { label: "Given up", tone: "error" },
  cancelled: { label: "Cancelled", tone: "neutral" },
};

const kinds: Readonly<Record<string, string>> = {
  invitation: "Invitation",
  "password-reset": "Password reset",
  "password-changed": "Password changed",
  "address-change": "New address",
  "address-changed": "Address changed",
  test: "Test mail",
  "app.test": "Test of a mail of an app",
  "app.confirm": "Confirm an address",
  "app.known-address": "Address is known",
  "app.reset": "New password",
  "app.invitation": "Invitation of an app",
  "app.address-change": "Confirm a new address",
  "app.address-changed": "Address was changed",
  "app.approval": "Account is open",
  "app.waiting": "Account waits",
  "app.declined": "Account is declined",
};

/** "password-reset" → "Password reset"; a kind that has no words here is told by its name. */
export const kindLabels = (kind: string): string =>
  kinds[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("-", " ");

export function formatTries({ state, tries }: MailEntry): string {
  if (tries === 0) return "not tried yet";
  if (state === "sent") return tries === 1 ? "at the first try" : `at try ${tries}`;
  return tries === 1 ? "tried once" : `tried ${tries} times`;
}

/** "in 40 seconds", "in 3 hours"; "now" once it is over. */
export function formatUntil(instant: string, now: number = Date.now()): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  if (seconds <= 0) return "now";
  if (seconds < 90) return `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `in ${minutes} minutes` : `in ${Math.round(minutes / 60)} hours`;
}

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilobytes = bytes / 1024;
  return kilobytes < 1000 ? `${Math.round(kilobytes)} kB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}
