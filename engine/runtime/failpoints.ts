/**
 * Every point at which the effect of a crash was considered, by name. The code calls `await failpoint("…")` there; it
 * does nothing unless a test armed that point. tests/reliability/failpoints iterates over this list and fails when a point is not
 * reached, so a point that was removed from the code is noticed.
 */
export const failpoints = {
  "publish.frozen": "A version is frozen and its release queued, nothing is committed",
  "publish.queued": "A release is queued and committed, its author does not know",
  "publish.begun": "A worker has taken a release and has done nothing yet",
  "publish.provisioning": "An app's schema and role are made, not committed",
  "publish.filling": "Some rows have got their value ahead of the switch, others have not",
  "publish.building": "An index is being built beside running traffic",
  "publish.built": "Indexes are built, the switch has not begun",
  "publish.switching": "Some of the DDL of the switch has run",
  "publish.before-commit": "All DDL of the switch has run, nothing is committed",
  "publish.after-commit": "The switch is committed, the release row does not know",
  "publish.settled": "The release row says live, the queue does not know that its job is done",
  "publish.undone": "What a failed release had built is gone, the release row does not know",
  "outbox.before-hand-over": "The relay has claimed rows and handed none over",
  "outbox.after-hand-over": "The queue has the jobs, the outbox does not know",
  "import.mid-copy": "Some rows of a file are in the table that stands beside live",
  "import.after-commit": "The rows are committed, the import's row does not know",
  "mail.before-data": "The mail server has been greeted, nothing of the mail is sent",
  "mail.after-data": "The mail server has taken the mail, its row does not know",
  "effects.after-commit": "A mail of an app is committed, its line in the outbox does not know",
  "edit.before-commit": "A batch of edits is written, not committed",
  "edit.after-commit": "A batch of edits is committed, its author does not know",
  "write.after-commit": "A client's write is committed, the client does not know",
  "transaction.before-commit": "All statements of a transaction have run, nothing is committed",
  "transaction.after-commit": "A transaction is committed, its caller does not know yet",
  "delete.after-commit": "An app is deleted, and still live",
  "restore.after-commit": "An app is restored, and still suspended",
  "purge.before-commit": "The schema and the role of a permanently deleted app are dropped, nothing is committed",
  "purge.after-commit": "The schema and the role of a permanently deleted app are dropped, the platform does not know",
  "start.schema-step": "A numbered step of the schema quintet has run, nothing of it is committed",
  "start.system-step": "Steps of an app's system tables have run after a start, nothing of them is committed",
  "start.migrating": "A migration of the platform's tables has run, nothing of it is committed",
} as const;

export type Failpoint = keyof typeof failpoints;

let armed: { readonly point: Failpoint; readonly act: () => void | Promise<void>; left: number } | undefined;

/**
 * Runs `act` the `nth` time that the point is reached (1 is the first), once. For tests: a process is armed by
 * FAILPOINT (server/config), which is refused in production, and then ends by SIGKILL.
 */
export function arm(point: Failpoint, act: () => void | Promise<void>, nth = 1): void {
  armed = { point, act, left: nth };
}

export function disarm(): void {
  armed = undefined;
}

/** Whether a name is one of the list. */
export const isFailpoint = (name: string): name is Failpoint => Object.hasOwn(failpoints, name);

/** Runs the action of the point if it is armed. Costs one comparison when nothing is armed. */
export async function failpoint(point: Failpoint): Promise<void> {
  if (armed === undefined || armed.point !== point || --armed.left > 0) return;
  const { act } = armed;
  armed = undefined;
  await act();
}
