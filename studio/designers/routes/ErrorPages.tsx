import { Button } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { addErrorPage } from "#engine/edits/commands/error-pages";
import { type ErrorStatus, errorTemplates } from "#engine/views/pages/error-templates";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./routes.module.css";

/** What visitors see when there is no page to show: the built-in page, or one of the app's own. */
export function ErrorPages() {
  const app = useApp();
  const navigate = useNavigate();
  const canEdit = useMay()("edit");
  const { reader, apply } = useDraft();
  const make = (status: ErrorStatus) => {
    const command = addErrorPage(reader, { status }, randomBytes);
    if (apply(command)) void navigate(`/apps/${app.id}/pages/${command.templateId}`);
  };
  return (
    <section className={classes.errors} aria-labelledby="error-pages">
      <h2 id="error-pages" className={classes.heading}>
        When there is no page to show
      </h2>
      <ul className={classes.errorList}>
        {errorTemplates.map(({ status, name, label }) => {
          const own = reader.templateByName(name);
          return (
            <li key={status}>
              <span>
                {label} <span className={classes.status}>{status}</span>
              </span>
              {own ? (
                <Link className={classes.link} to={`/apps/${app.id}/pages/${own.id}`}>
                  Edit {name}
                </Link>
              ) : canEdit ? (
                <Button size="xs" variant="default" onClick={() => make(status)} aria-label={`Make your own: ${label}`}>
                  Make your own
                </Button>
              ) : (
                <span className={classes.help}>Built in</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
