import { Button, SegmentedControl } from "@mantine/core";
import { IconArrowLeft, IconDownload, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link, useNavigate } from "react-router";
import { deleteInboxMail, getInboxSource, type InboxMail } from "#contract/http/mail";
import { call } from "../../api/client.ts";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { nonce } from "../../theme/nonce.ts";
import classes from "./mail.module.css";
import { mailDocument } from "./mail-document.ts";
import { formatSize } from "./mail-labels.ts";
import { useInboxMail, useMailRefresh } from "./use-mail.ts";

type View = "html" | "text" | "headers";

/** One mail of the dev inbox, as its reader would see it, as text, and with all that was sent along. */
export function InboxReader({ inboxMailId }: { readonly inboxMailId: string }) {
  const mail = useInboxMail(inboxMailId);
  return (
    <article className={classes.reader} aria-label="Mail">
      <Link to="/workspace/mail/inbox" className={classes.back}>
        <IconArrowLeft size={14} stroke={1.75} aria-hidden /> All mails
      </Link>
      {mail.isPending ? (
        <SkeletonRows what="Loading the mail" />
      ) : mail.isError ? (
        <>
          <ProblemNote problem={{ severity: "error", message: mail.error.message }} />
          <Button variant="default" m="md" onClick={() => void mail.refetch()}>
            Try again
          </Button>
        </>
      ) : (
        <Letter mail={mail.data} />
      )}
    </article>
  );
}

function Letter({ mail }: { readonly mail: InboxMail }) {
  const [view, setView] = useState<View>(mail.html === null ? "text" : "html");
  const views = [
    ...(mail.html === null ? [] : [{ value: "html", label: "HTML" }]),
    { value: "text", label: "Text" },
    { value: "headers", label: "Headers" },
  ];
  return (
    <>
      <header className={classes.letterHead}>
        <h2>{mail.subject || "(no subject)"}</h2>
        <dl className={classes.envelope}>
          <dt>From</dt>
          <dd>{mail.sender || "nobody"}</dd>
          <dt>To</dt>
          <dd>{mail.recipients.join(", ")}</dd>
          <dt>When</dt>
          <dd>
            {new Date(mail.receivedAt).toLocaleString()} · {formatSize(mail.size)}
          </dd>
          {mail.attachments.length > 0 ? (
            <>
              <dt>With it</dt>
              <dd>
                {mail.attachments.map(({ name, type, size }) => `${name} (${type}, ${formatSize(size)})`).join(", ")}
              </dd>
            </>
          ) : null}
        </dl>
        <div className={classes.letterActs}>
          <SegmentedControl
            size="xs"
            aria-label="Show the mail as"
            data={views}
            value={view}
            onChange={(chosen) => setView(chosen as View)}
          />
          <Source mail={mail} />
        </div>
      </header>
      {view === "html" ? (
        <Html html={mail.html ?? ""} subject={mail.subject} />
      ) : view === "text" ? (
        <section className={classes.text} tabIndex={0} aria-label="Text of the mail">
          <pre>{mail.text ?? "This mail has no text part."}</pre>
        </section>
      ) : (
        <dl className={classes.headers}>
          {mail.headers.map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers repeat and never move
            <div key={index}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Html({ html, subject }: { readonly html: string; readonly subject: string }) {
  const page = useMemo(() => mailDocument(html, nonce), [html]);
  return (
    <>
      {page.blocked > 0 ? (
        <p className={classes.blocked}>
          {page.blocked === 1 ? "One thing from another server is" : `${page.blocked} things from other servers are`}{" "}
          not loaded.
        </p>
      ) : null}
      <iframe sandbox="" srcDoc={page.html} title={`Mail: ${subject}`} className={classes.frame} />
      {page.links.length > 0 ? (
        <section className={classes.links} aria-label="Links of the mail">
          <h3>Links</h3>
          <ul>
            {page.links.map(({ text, url }) => (
              <li key={url}>
                <span>{text}</span>
                <a href={url} target="_blank" rel="noreferrer noopener">
                  {url}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function Source({ mail }: { readonly mail: InboxMail }) {
  const refresh = useMailRefresh();
  const navigate = useNavigate();
  const params = { inboxMailId: mail.id };
  const download = useMutation({
    mutationFn: async () => save(await call(getInboxSource, { params })),
  });
  const remove = useMutation({
    mutationFn: () => call(deleteInboxMail, { params }),
    onSuccess: () => navigate("/workspace/mail/inbox"),
    onSettled: refresh,
  });
  const failure = download.error ?? remove.error;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        Source
      </Button>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={14} stroke={1.5} aria-hidden />}
        loading={remove.isPending}
        onClick={() => remove.mutate()}
      >
        Delete
      </Button>
      {failure ? <ProblemNote problem={{ severity: "error", message: failure.message }} /> : null}
    </>
  );
}

/** A file for the person's mail program. */
function save({ fileName, base64 }: { fileName: string; base64: string }): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: "message/rfc822" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
