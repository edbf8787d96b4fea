import type { RouteRecord } from "#engine/definition/records/route";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import type { PageEdit, PageEditDone } from "../use-page-edit.ts";
import { FieldListEditor } from "./FieldListEditor.tsx";
import { HeadingFields } from "./HeadingFields.tsx";
import { RowsOfPage } from "./RowsOfPage.tsx";
import classes from "./settings.module.css";
import { usePageSettings } from "./use-page-settings.ts";

interface Props {
  readonly context: AssistContext;
  readonly route: RouteRecord;
  readonly outline: PageOutline;
  readonly edit: (edit: PageEdit) => PageEditDone | undefined;
}

/** The settings of a page as a whole: its heading, what it shows of its rows, and which rows. */
export function PageSettings(props: Props) {
  const settings = usePageSettings(props);
  const { columns, facts, texts, count } = settings;
  return (
    <div className={classes.settings}>
      <HeadingFields outline={props.outline} settings={settings} />
      {columns && <FieldListEditor title="Columns" noun="column" shown={columns} />}
      {facts && <FieldListEditor title={count === "many" ? "Facts of each row" : "Facts"} noun="fact" shown={facts} />}
      {texts && (texts.list.items.length > 0 || texts.offered.length > 0) && (
        <FieldListEditor title="Long texts" noun="text" shown={texts} />
      )}
      {count === "many" && !columns && !facts && (
        <p className={classes.quiet}>
          The rows of this page are in no table and have no list of facts. Select what is repeated on the page to change
          what it shows.
        </p>
      )}
      {count === "one" && !facts && (
        <p className={classes.quiet}>This page has no list of facts. Insert “Facts” to choose what it shows.</p>
      )}
      <RowsOfPage route={props.route} settings={settings} />
    </div>
  );
}
