import { Button } from "@mantine/core";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { DefinitionReader } from "#engine/definition/reader";
import { usersModelOf } from "#engine/definition/users";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { MailPreview } from "./MailPreview.tsx";
import { MailSender } from "./MailSender.tsx";
import classes from "./mail.module.css";
import type { ListedMail } from "./mails-of-draft.ts";
import { NewMail } from "./NewMail.tsx";

/** The mails of the draft in a list, and the chosen one beside it; on a phone one of the two. */
export function MailDesk({
  reader,
  mails,
}: {
  readonly reader: DefinitionReader;
  readonly mails: readonly ListedMail[];
}) {
  const app = useApp();
  const canEdit = useMay()("edit");
  const [search] = useSearchParams();
  const [isAdding, setAdding] = useState(false);
  const asked = search.get("mail");
  const chosen = mails.find(({ key }) => key === asked) ?? (asked === null ? mails[0] : undefined);
  const item = (mail: ListedMail) => (
    <li key={mail.key}>
      <Link
        to={`/apps/${app.id}/mail?mail=${mail.key}`}
        className={classes.item}
        aria-current={mail.key === chosen?.key ? "true" : undefined}
      >
        <strong>{mail.label}</strong>
        <span>{mail.about}</span>
        {mail.entry.kind.of === "account" && mail.templateId ? <span className={classes.own}>Your own</span> : null}
      </Link>
    </li>
  );
  const own = mails.filter(({ entry }) => entry.kind.of === "builder");
  return (
    <>
      <div className={classes.desk} data-open={asked !== null || undefined}>
        <div className={classes.list}>
          {canEdit ? (
            isAdding ? (
              <NewMail onClose={() => setAdding(false)} />
            ) : (
              <Button
                m="sm"
                size="xs"
                variant="default"
                leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
                onClick={() => setAdding(true)}
              >
                New mail
              </Button>
            )
          ) : null}
          {own.length > 0 ? (
            <>
              <h2 className={classes.listTitle}>Your mails</h2>
              <ul>{own.map(item)}</ul>
            </>
          ) : null}
          <h2 className={classes.listTitle}>Accounts</h2>
          {usersModelOf(reader) ? null : (
            <p className={classes.noUsers}>Sent once the app has users, whom the screen Users adds.</p>
          )}
          <ul>{mails.filter(({ entry }) => entry.kind.of === "account").map(item)}</ul>
        </div>
        <section className={classes.shown} aria-label="Chosen mail">
          <Link to={`/apps/${app.id}/mail`} className={classes.back}>
            <IconArrowLeft size={14} stroke={1.75} aria-hidden /> All mails
          </Link>
          {chosen ? (
            <MailPreview key={chosen.key} reader={reader} mail={chosen} />
          ) : (
            <p className={classes.quiet}>This mail is gone, or its template is missing. Choose another one.</p>
          )}
        </section>
      </div>
      <MailSender />
    </>
  );
}
