import { notifications } from "@mantine/notifications";

const COMMAND = "npx quintet backup";

/** A backup is made on the server's own machine: the studio can only give the command. */
export async function copyBackupCommand(): Promise<void> {
  const where = "Run it where Quintet runs; it writes one file with all apps and their rows.";
  try {
    await navigator.clipboard.writeText(COMMAND);
    notifications.show({ title: `Copied: ${COMMAND}`, message: where });
  } catch {
    notifications.show({ title: COMMAND, message: where, autoClose: 10_000 });
  }
}
