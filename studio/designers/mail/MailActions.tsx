import { Button } from "@mantine/core";
import { IconEdit, IconTrash } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { deleteMail, takeOverMail } from "#engine/edits/commands/mails";
import { randomBytes } from "../../api/random.ts";
import { useDraftActions, useReader } from "../../draft-session/react/use-draft.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useApp } from "../../session/use-app.ts";
import classes from "./mail.module.css";
import type { ListedMail } from "./mails-of-draft.ts";
import { SendMeThis } from "./SendMeThis.tsx";

/** What can be done with a mail: change it, have it sent, delete it. */
export function MailActions({ mail, rowId }: { readonly mail: ListedMail; readonly rowId: string | undefined }) {
  const app = useApp();
  const reader = useReader();
  const navigate = useNavigate();
  const { apply } = useDraftActions();
  const { kind } = mail.entry;
  const makeOwn = () => {
    if (kind.of !== "account") return;
    const command = takeOverMail(reader, kind.name, randomBytes);
    if (apply(command)) void navigate(`/apps/${app.id}/pages/${command.templateId}`);
  };
  const remove = () => {
    if (kind.of === "builder" && apply(deleteMail(reader, { mailId: kind.record.id })))
      void navigate(`/apps/${app.id}/mail`);
  };
  return (
    <div className={classes.actions}>
      {mail.templateId ? (
        <Button
          size="xs"
          component={Link}
          to={`/apps/${app.id}/pages/${mail.templateId}`}
          leftSection={<IconEdit size={14} stroke={1.5} aria-hidden />}
        >
          Edit
        </Button>
      ) : (
        <IfMay action="edit">
          <Button size="xs" variant="default" onClick={makeOwn}>
            Make your own
          </Button>
        </IfMay>
      )}
      <IfMay action="edit">
        <SendMeThis mail={mail} rowId={rowId} />
        {kind.of === "builder" ? (
          <Button
            size="xs"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} stroke={1.5} aria-hidden />}
            onClick={remove}
          >
            Delete
          </Button>
        ) : null}
      </IfMay>
    </div>
  );
}
