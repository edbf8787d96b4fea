import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { Screen } from "../../components/Screen.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { AppInbox } from "./AppInbox.tsx";
import { AppMailLog } from "./AppMailLog.tsx";
import { MailDesk } from "./MailDesk.tsx";
import classes from "./mail.module.css";
import { mailsOfDraft } from "./mails-of-draft.ts";

/** The mails of the app: what they look like, and what became of those that were sent. */
export function AppMailScreen() {
  const { tab } = useParams();
  const app = useApp();
  const may = useMay();
  const reader = useReader();
  const mails = useMemo(() => mailsOfDraft(reader), [reader]);
  const link = (path: string | undefined, label: string) => (
    <Link
      to={`/apps/${app.id}/mail${path === undefined ? "" : `/${path}`}`}
      className={classes.tab}
      aria-current={tab === path ? "page" : undefined}
    >
      {label}
    </Link>
  );
  return (
    <Screen title="Mail" about="The mails that this app sends, and what became of each." width="wide">
      <nav className={classes.tabs} aria-label="Mail of the app">
        {link(undefined, "Mails")}
        {may("readRows") ? link("log", "Log") : null}
        {may("manageInbox") ? link("inbox", "Dev inbox") : null}
      </nav>
      {tab === "log" ? <AppMailLog /> : tab === "inbox" ? <AppInbox /> : <MailDesk reader={reader} mails={mails} />}
    </Screen>
  );
}
