import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useState } from "react";
import type { AppMailStatus } from "#contract/http/app-mails";
import { type MailEntry, type MailState, mailStateSchema } from "#contract/http/mail";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LineItem } from "../../components/LineItem.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { StatusLine } from "../../components/StatusLine.tsx";
import { formatAgo } from "../../format/format-time.ts";
import { formatTries, formatUntil, kindLabels, stateLabels } from "../../workspace/mail/mail-labels.ts";
import classes from "./mail.module.css";
import { useAppMails } from "./use-app-mails.ts";

/** What became of each mail of the app. What a mail says is not here: it is for its reader alone. */
export function AppMailLog() {
  const [state, setState] = useState<MailState>();
  const log = useAppMails(state);
  if (log.isPending) return <SkeletonRows what="Loading mails" />;
  if (log.isError) return <ProblemNote problem={{ severity: "error", message: log.error.message }} />;
  const mails = log.data.pages.flatMap(({ results }) => results);
  const status = log.data.pages[0]?.status;
  return (
    <>
      {status ? <Status status={status} /> : null}
      <div className={classes.filters}>
        <PlainSelect
          aria-label="State"
          value={state ?? ""}
          onChange={(event) => setState((event.currentTarget.value || undefined) as MailState | undefined)}
        >
          <option value="">Every state</option>
          {mailStateSchema.options.map((option) => (
            <option key={option} value={option}>
              {stateLabels[option].label}
            </option>
          ))}
        </PlainSelect>
      </div>
      {mails.length === 0 ? (
        <EmptyState
          icon={<IconMail size={28} stroke={1.5} />}
          title={state === undefined ? "No mails yet" : "No mail is in this state"}
          example="Send me this"
        >
          Every mail of this app stands here with what became of it, for 30 days.
        </EmptyState>
      ) : (
        <ul className={classes.log} aria-label="Mails of the app">
          {mails.map((mail) => (
            <MailLine key={mail.id} mail={mail} />
          ))}
        </ul>
      )}
      {log.hasNextPage ? (
        <Button variant="default" mt="md" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          Older mails
        </Button>
      ) : null}
    </>
  );
}

function Status({ status }: { readonly status: AppMailStatus }) {
  const { transport, server, paused, address, lastHour, perHour, held, heldReason } = status;
  return (
    <div className={classes.status}>
      <p>
        {transport === "none" ? (
          <>Mails wait: the installation has no mail server.</>
        ) : transport === "inbox" ? (
          <>Mails go to the dev inbox{server ? ` (${server})` : ""}, whatever their address.</>
        ) : (
          <>
            Mails go to {server}, from {address}.
          </>
        )}
      </p>
      {paused ? <p className={classes.reason}>Nothing is sent now: {paused.message}</p> : null}
      <p>
        {lastHour === 1 ? "One mail" : `${lastHour} mails`} in the last hour
        {perHour === undefined ? "." : `, of ${perHour} that may be sent.`}
        {held > 0 ? ` ${held === 1 ? "One waits" : `${held} wait`} to be made.` : ""}
      </p>
      {heldReason === undefined ? null : <p className={classes.reason}>{heldReason}</p>}
    </div>
  );
}

function MailLine({ mail }: { readonly mail: MailEntry }) {
  const { label, tone } = stateLabels[mail.state];
  return (
    <LineItem
      name={mail.subject || kindLabels(mail.kind)}
      about={`${kindLabels(mail.kind)} to ${mail.to.address}`}
      notes={
        mail.reason ? (
          <span className={classes.reason} data-tone={mail.state === "dead" ? "error" : undefined}>
            {mail.reason.message}
          </span>
        ) : null
      }
    >
      <div className={classes.facts}>
        <StatusLine tone={tone}>
          {label}
          {mail.nextTryAt ? ` ${formatUntil(mail.nextTryAt)}` : null}
        </StatusLine>
        <span title={new Date(mail.sentAt ?? mail.createdAt).toLocaleString()}>
          {formatAgo(mail.sentAt ?? mail.createdAt)}
          {mail.reason?.code === "not_made" ? ", not made" : `, ${formatTries(mail)}`}
        </span>
      </div>
    </LineItem>
  );
}
