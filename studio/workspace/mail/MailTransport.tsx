import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type MailStatus, tryMailServer } from "#contract/http/mail";
import { call } from "../../api/client.ts";
import { StatusLine } from "../../components/StatusLine.tsx";
import { formatAgo } from "../../format/format-time.ts";
import classes from "./mail.module.css";
import { formatUntil } from "./mail-labels.ts";
import { useMailRefresh } from "./use-mail.ts";

/** Where mail goes and whether it does; and when it does not, why, since when, and what helps. */
export function MailTransportKind({ status }: { readonly status: MailStatus }) {
  const { paused, transport, waiting } = status;
  return (
    <section
      className={classes.transport}
      aria-label="Where mail goes"
      data-tone={paused || transport === "none" ? "warning" : "ok"}
    >
      <div className={classes.wayWords}>
        <StatusLine tone={paused ? "error" : transport === "none" ? "warning" : "ok"} isSpoken>
          {paused
            ? "Mail is paused"
            : transport === "none"
              ? "Mail waits"
              : transport === "inbox"
                ? "Mail stays here"
                : "Mail goes out"}
        </StatusLine>
        <Where status={status} />
        {paused ? <Paused paused={paused} /> : null}
      </div>
      <dl className={classes.numbers}>
        <div>
          <dt>waiting</dt>
          <dd>{waiting.toLocaleString("en")}</dd>
        </div>
        <div data-tone={status.dead > 0 ? "error" : undefined}>
          <dt>given up</dt>
          <dd>{status.dead.toLocaleString("en")}</dd>
        </div>
      </dl>
    </section>
  );
}

function Where({ status: { transport, server, from } }: { readonly status: MailStatus }) {
  if (transport === "none") {
    return (
      <p>
        No mail server is set, so mails wait and nothing is lost. Set <code>SMTP_URL</code> and <code>MAIL_FROM</code>,
        and start Quintet again.
      </p>
    );
  }
  if (transport === "inbox") {
    return (
      <p>
        Nothing leaves this machine: mail goes into the dev inbox, which any program can send to
        {server ? (
          <>
            {" "}
            at <code>smtp://{server}</code>
          </>
        ) : null}
        . With <code>SMTP_URL</code> it goes out.
      </p>
    );
  }
  return (
    <p>
      Through <code>{server}</code>, from <code>{from}</code>.
    </p>
  );
}

function Paused({ paused }: { readonly paused: NonNullable<MailStatus["paused"]> }) {
  const refresh = useMailRefresh();
  useSeconds();
  const ask = useMutation({ mutationFn: () => call(tryMailServer, {}), onSettled: refresh });
  const isOurs = paused.code.endsWith("_refused");
  return (
    <>
      <p className={classes.reason}>{paused.message}</p>
      <div className={classes.again}>
        <span>
          Since {formatAgo(paused.since)}. Asked again {formatUntil(paused.until)}.{" "}
          {isOurs
            ? "It helps to mend SMTP_URL or MAIL_FROM and to start Quintet again."
            : "Then all mail is sent automatically."}
        </span>
        <Button size="xs" variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>
          Ask now
        </Button>
      </div>
    </>
  );
}

/** Draws again each second, for what counts down. */
function useSeconds(): void {
  const [, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTurn((turn) => turn + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
}
