import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconMail } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { cancelMail, type MailEntry, type MailState, type MailStatus, retryMail } from "#contract/http/mail";
import { call } from "../../api/client.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LineItem } from "../../components/LineItem.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { StatusLine } from "../../components/StatusLine.tsx";
import { formatAgo } from "../../format/format-time.ts";
import { MailFilters } from "./MailFilters.tsx";
import classes from "./mail.module.css";
import { formatTries, formatUntil, kindLabels, stateLabels } from "./mail-labels.ts";
import { type LogFilters, useMailLog, useMailRefresh } from "./use-mail.ts";

/** What became of each mail. What a mail says is not here: nobody but its reader is to know. */
export function MailLog({ status }: { readonly status: MailStatus }) {
  const [state, setState] = useState<MailState>();
  const [kind, setKind] = useState<string>();
  const [typed, setTyped] = useState("");
  const [to] = useDebouncedValue(typed.trim(), 250);
  const filters: LogFilters = { ...(state ? { state } : {}), ...(kind ? { kind } : {}), ...(to ? { to } : {}) };
  const log = useMailLog(filters);
  const isFiltered = Object.keys(filters).length > 0;

  if (log.isPending) return <SkeletonRows what="Loading mails" />;
  if (log.isError) return <ProblemNote problem={{ severity: "error", message: log.error.message }} />;
  if (log.data.length === 0 && !isFiltered) {
    return (
      <EmptyState
        icon={<IconMail size={28} stroke={1.5} />}
        title="No mails yet"
        example="Invite somebody under Members, or send yourself a test mail."
      >
        Every mail that goes out will be listed here: to whom, whether it arrived, and if not, what the mail server
        said.
      </EmptyState>
    );
  }
  return (
    <>
      <MailFilters
        status={status}
        state={state}
        kind={kind}
        address={typed}
        onState={setState}
        onKind={setKind}
        onAddress={setTyped}
      />
      {log.data.length === 0 ? (
        <p className={classes.quiet}>No mail is like this.</p>
      ) : (
        <ul className={classes.log} aria-label="Mails" aria-busy={log.isPlaceholderData}>
          {log.data.map((mail) => (
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

function MailLine({ mail }: { readonly mail: MailEntry }) {
  const refresh = useMailRefresh();
  const params = { mailId: mail.id };
  const retry = useMutation({ mutationFn: () => call(retryMail, { params }), onSettled: refresh });
  const cancel = useMutation({ mutationFn: () => call(cancelMail, { params }), onSettled: refresh });
  const { label, tone } = stateLabels[mail.state];
  const failure = retry.error ?? cancel.error;
  return (
    <LineItem
      name={mail.subject}
      about={`${kindLabels(mail.kind)} to ${mail.to.address}`}
      notes={
        <>
          {mail.reason ? (
            <span className={classes.reason} data-tone={mail.state === "dead" ? "error" : undefined}>
              {mail.reason.message}
            </span>
          ) : null}
          {failure ? <ProblemNote problem={{ severity: "error", message: failure.message }} /> : null}
        </>
      }
    >
      <div className={classes.facts}>
        <StatusLine tone={tone}>
          {label}
          {mail.nextTryAt ? ` ${formatUntil(mail.nextTryAt)}` : null}
        </StatusLine>
        <span title={new Date(mail.sentAt ?? mail.createdAt).toLocaleString()}>
          {formatAgo(mail.sentAt ?? mail.createdAt)}, {formatTries(mail)}
        </span>
      </div>
      <div className={classes.acts}>
        {mail.canRetry ? (
          <Button
            size="xs"
            variant="default"
            loading={retry.isPending}
            onClick={() => retry.mutate()}
            aria-label={`Try the mail to ${mail.to.address} again`}
          >
            Try again
          </Button>
        ) : null}
        {mail.canCancel ? (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
            aria-label={`Cancel the mail to ${mail.to.address}`}
          >
            Cancel
          </Button>
        ) : null}
      </div>
    </LineItem>
  );
}
