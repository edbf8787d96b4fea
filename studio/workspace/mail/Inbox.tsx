import { Button } from "@mantine/core";
import { IconInbox, IconPaperclip, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { emptyInbox, type InboxEntry, type MailStatus } from "#contract/http/mail";
import { call } from "../../api/client.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { formatAgo } from "../../format/format-time.ts";
import { InboxReader } from "./InboxReader.tsx";
import classes from "./mail.module.css";
import { useInbox, useMailRefresh } from "./use-mail.ts";

/** What arrived in the dev inbox, with a reader beside it; on a phone one of the two. */
export function Inbox({ status }: { readonly status: MailStatus }) {
  const { inboxMailId } = useParams();
  const inbox = useInbox(status.transport === "inbox");
  const refresh = useMailRefresh();
  const navigate = useNavigate();
  const empty = useMutation({
    mutationFn: () => call(emptyInbox, {}),
    onSuccess: () => navigate("/workspace/mail/inbox"),
    onSettled: refresh,
  });
  if (status.transport !== "inbox") {
    return <p className={classes.quiet}>The dev inbox is for development without SMTP_URL. Here mail goes out.</p>;
  }
  if (inbox.isPending) return <SkeletonRows what="Loading the inbox" />;
  if (inbox.isError) return <ProblemNote problem={{ severity: "error", message: inbox.error.message }} />;
  if (inbox.data.length === 0 && inboxMailId === undefined) return <EmptyInbox status={status} />;
  return (
    <div className={classes.inbox} data-open={inboxMailId !== undefined || undefined}>
      <div className={classes.list}>
        <ul aria-label="Mails in the inbox">
          {inbox.data.map((mail) => (
            <InboxLine key={mail.id} mail={mail} isChosen={mail.id === inboxMailId} />
          ))}
        </ul>
        {inbox.hasNextPage ? (
          <Button
            variant="subtle"
            size="xs"
            m="xs"
            loading={inbox.isFetchingNextPage}
            onClick={() => void inbox.fetchNextPage()}
          >
            Older mails
          </Button>
        ) : null}
        {inbox.data.length > 0 ? (
          <Button
            variant="subtle"
            size="xs"
            color="red"
            m="xs"
            leftSection={<IconTrash size={14} stroke={1.5} aria-hidden />}
            loading={empty.isPending}
            onClick={() => empty.mutate()}
          >
            Delete all
          </Button>
        ) : null}
        {empty.isError ? <ProblemNote problem={{ severity: "error", message: empty.error.message }} /> : null}
      </div>
      {inboxMailId === undefined ? (
        <p className={classes.choose}>Choose a mail to read it.</p>
      ) : (
        <InboxReader key={inboxMailId} inboxMailId={inboxMailId} />
      )}
    </div>
  );
}

function EmptyInbox({ status }: { readonly status: MailStatus }) {
  return (
    <EmptyState
      icon={<IconInbox size={28} stroke={1.5} />}
      title="Nothing has arrived yet"
      example={
        status.server ? (
          <code className={classes.mono}>curl smtp://{status.server} --mail-rcpt you@example.com -T mail.txt</code>
        ) : null
      }
    >
      Every mail that Quintet sends in development arrives here, whatever its address. So does what any other program of
      this machine sends to this address.
    </EmptyState>
  );
}

function InboxLine({ mail, isChosen }: { readonly mail: InboxEntry; readonly isChosen: boolean }) {
  return (
    <li>
      <Link
        to={`/workspace/mail/inbox/${mail.id}`}
        className={classes.received}
        aria-current={isChosen ? "true" : undefined}
        data-new={!mail.isOpened || undefined}
      >
        <span className={classes.receivedHead}>
          <span className={classes.recipient}>{mail.recipients.join(", ")}</span>
          <span className={classes.time}>{formatAgo(mail.receivedAt)}</span>
        </span>
        <span className={classes.subject}>
          {mail.isOpened ? null : <span className="visually-hidden">New: </span>}
          {mail.subject || "(no subject)"}
          {mail.attachments > 0 ? <IconPaperclip size={12} stroke={1.75} aria-label="with attachments" /> : null}
        </span>
        <span className={classes.preview}>{mail.preview || "(no text)"}</span>
      </Link>
    </li>
  );
}
