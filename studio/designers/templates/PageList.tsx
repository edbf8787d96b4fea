import { Link } from "react-router";
import { isRecordId } from "#engine/definition/ids";
import type { AssistContext } from "#engine/views/assist/names-at";
import { useDraftPart } from "../../draft-session/react/use-draft.ts";
import { PresenceDots } from "../../presence/PresenceMark.tsx";
import { useApp } from "../../session/use-app.ts";
import { builtInTemplates } from "./chosen-template.ts";
import { PageListActions } from "./PageListActions.tsx";
import classes from "./templates.module.css";

/** One's own templates, and below them those that are built in and still in use. */
export function PageList(props: {
  readonly context: AssistContext;
  readonly chosen: string | undefined;
  readonly onAdd: () => void;
  readonly onAddTemplate: () => void;
  readonly onFind: () => void;
  /** A page was chosen, be it the one that is shown already. */
  readonly onChosen: () => void;
}) {
  const { context, chosen } = props;
  const app = useApp();
  const withErrors = useDraftPart((view) =>
    view.problems
      .filter(({ severity, recordId }) => severity === "error" && recordId?.startsWith("tpl_"))
      .map(({ recordId }) => recordId as string)
      .join(" "),
  );
  const isWrong = new Set(withErrors.split(" "));
  const item = (key: string, name: string, of?: string) => (
    <li key={key}>
      <Link
        to={`/apps/${app.id}/pages/${key}`}
        className={classes.item ?? ""}
        onClick={props.onChosen}
        aria-current={key === chosen ? "page" : undefined}
      >
        <span>{name}</span>
        {isRecordId(key) && <PresenceDots on={key} />}
        {of !== undefined && <span className={classes.of}>{of}</span>}
        {isWrong.has(key) && <span className={classes.wrong} role="img" aria-label="has problems" />}
      </Link>
    </li>
  );
  return (
    <nav className={classes.list} aria-label="Pages">
      <PageListActions onAdd={props.onAdd} onAddTemplate={props.onAddTemplate} onFind={props.onFind} />
      {context.reader.templates.length > 0 && (
        <ul>
          {context.reader.templates.map(({ id, name }) => {
            const page = context.reader.routes.find(({ view }) => view.templateId === id);
            return page ? item(id, page.label, name) : item(id, name);
          })}
        </ul>
      )}
      <h2 className={classes.listTitle}>Built in</h2>
      <ul>{builtInTemplates(context).map(({ key, title, of }) => item(key, title, of))}</ul>
    </nav>
  );
}
