import type { OutboxMessage } from "#contract/jobs/queues";
import type { MailId } from "#contract/platform-ids";

/** The job that sends a mail. Another attempt is another job: BullMQ ignores an id that it has seen. */
export const mailJob = (mail: { id: MailId; attempt: number; priority: number }): OutboxMessage => ({
  topic: "mail",
  jobId: `mail-${mail.id}-${mail.attempt}`,
  payload: { mailId: mail.id },
  priority: mail.priority,
});
