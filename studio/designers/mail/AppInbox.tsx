import { Button } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import { Link } from "react-router";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { formatAgo } from "../../format/format-time.ts";
import classes from "./mail.module.css";
import { useAppInbox } from "./use-app-mails.ts";

/** What this app has sent to the dev inbox; each opens in the reader of the workspace. */
export function AppInbox() {
  const inbox = useAppInbox();
  if (inbox.isPending) return <SkeletonRows what="Loading the inbox" />;
  if (inbox.isError) return <ProblemNote problem={{ severity: "error", message: inbox.error.message }} />;
  const mails = inbox.data.pages.flatMap(({ results }) => results);
  if (mails.length === 0)
    return (
      <EmptyState icon={<IconInbox size={28} stroke={1.5} />} title="Nothing has arrived yet" example="Send me this">
        On a machine without a mail server, every mail of this app arrives here, whatever its address.
      </EmptyState>
    );
  return (
    <>
      <ul className={classes.log} aria-label="Mails in the inbox">
        {mails.map((mail) => (
          <li key={mail.id}>
            <Link to={`/workspace/mail/inbox/${mail.id}`} className={classes.received} data-new={!mail.isOpened}>
              <strong>{mail.subject || "(no subject)"}</strong>
              <span>
                to {mail.recipients.join(", ")}, {formatAgo(mail.receivedAt)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {inbox.hasNextPage ? (
        <Button variant="default" mt="md" loading={inbox.isFetchingNextPage} onClick={() => void inbox.fetchNextPage()}>
          Older mails
        </Button>
      ) : null}
    </>
  );
}
