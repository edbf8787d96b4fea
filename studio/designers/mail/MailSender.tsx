import { Button } from "@mantine/core";
import { useId } from "react";
import { Link, useNavigate } from "react-router";
import { changeMailSettings, takeOverMail } from "#engine/edits/commands/mails";
import { MAIL_BASE } from "#engine/views/mails/mail-sources";
import { randomBytes } from "../../api/random.ts";
import { CommittedText } from "../../draft-session/react/CommittedText.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { EditorsOnly, IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import classes from "./mail.module.css";

/** What all mails of the app share: settings of the draft, which the next publish makes live. */
export function MailSender() {
  const nameId = useId();
  const footerId = useId();
  const { reader, definition, attempt } = useDraft();
  const { label, mail } = definition.settings;
  return (
    <section className={classes.sender} aria-labelledby="mail-sender">
      <h2 id="mail-sender">All mails</h2>
      <p className={classes.quiet}>
        The address that mails are from is the installation’s. The name before it and the last line are the app’s, from
        the next publish.
      </p>
      <Layout />
      <EditorsOnly>
        <div className={classes.settings}>
          <CommittedText
            id={nameId}
            label="Sender’s name"
            placeholder={label}
            value={mail?.senderName ?? ""}
            onSave={(senderName) => attempt(changeMailSettings(reader, { senderName }))}
          />
          <CommittedText
            id={footerId}
            label="Last line"
            placeholder="A postal address, where the law asks for one"
            value={mail?.footer ?? ""}
            onSave={(footer) => attempt(changeMailSettings(reader, { footer }))}
          />
        </div>
      </EditorsOnly>
    </section>
  );
}

/** The frame around every mail: built in, or the builder's own. */
function Layout() {
  const app = useApp();
  const navigate = useNavigate();
  const { reader, apply } = useDraft();
  const own = reader.templateByName(MAIL_BASE);
  const makeOwn = () => {
    const command = takeOverMail(reader, "layout", randomBytes);
    if (apply(command)) void navigate(`/apps/${app.id}/pages/${command.templateId}`);
  };
  if (own)
    return (
      <Button
        className={classes.layout ?? ""}
        size="xs"
        variant="default"
        component={Link}
        to={`/apps/${app.id}/pages/${own.id}`}
      >
        Edit the layout
      </Button>
    );
  return (
    <IfMay action="edit">
      <Button className={classes.layout ?? ""} size="xs" variant="default" onClick={makeOwn}>
        Make the layout your own
      </Button>
    </IfMay>
  );
}
