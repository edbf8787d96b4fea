import { Button } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { sendTestMail } from "#contract/http/mail";
import { call } from "../../api/client.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { StatusLine } from "../../components/StatusLine.tsx";
import { useSession } from "../../session/use-session.ts";
import { Inbox } from "./Inbox.tsx";
import { MailLog } from "./MailLog.tsx";
import { MailTransportKind } from "./MailTransport.tsx";
import classes from "./mail.module.css";
import { useMailChanges, useMailRefresh, useMailStatus } from "./use-mail.ts";

/** Mail of the workspace: where it goes, what became of each, and in development what arrived. */
export function MailScreen() {
  useMailChanges();
  const { tab } = useParams();
  const status = useMailStatus();
  const isInbox = tab === "inbox";
  return (
    <Screen
      title="Mail"
      about="Invitations, resets and what your apps will send. Each mail is kept until the mail server has taken it."
      width="wide"
      actions={<SendTest />}
    >
      {status.isPending ? (
        <SkeletonRows what="Loading the mail log" />
      ) : status.isError ? (
        <ProblemNote problem={{ severity: "error", message: status.error.message }} />
      ) : (
        <>
          <MailTransportKind status={status.data} />
          <nav className={classes.tabs} aria-label="Mail">
            <Link to="/workspace/mail" className={classes.tab} aria-current={isInbox ? undefined : "page"}>
              Log
            </Link>
            {status.data.transport === "inbox" || isInbox ? (
              <Link to="/workspace/mail/inbox" className={classes.tab} aria-current={isInbox ? "page" : undefined}>
                Dev inbox
              </Link>
            ) : null}
          </nav>
          {isInbox ? <Inbox status={status.data} /> : <MailLog status={status.data} />}
        </>
      )}
    </Screen>
  );
}

function SendTest() {
  const { account } = useSession();
  const refresh = useMailRefresh();
  const [isSaid, setSaid] = useState(false);
  const send = useMutation({
    mutationFn: () => call(sendTestMail, {}),
    onMutate: () => setSaid(false),
    onSuccess: () => setSaid(true),
    onSettled: refresh,
  });
  return (
    <div className={classes.test}>
      {send.isError ? <ProblemNote problem={{ severity: "error", message: send.error.message }} /> : null}
      {isSaid && !send.isError ? (
        <StatusLine tone="ok" isSpoken>
          On its way to {account.email}
        </StatusLine>
      ) : null}
      <Button
        variant="default"
        loading={send.isPending}
        leftSection={<IconMailCheck size={16} stroke={1.5} aria-hidden />}
        onClick={() => send.mutate()}
      >
        Send a test mail
      </Button>
    </div>
  );
}
