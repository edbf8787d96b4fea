import type { RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { readablePath } from "#engine/routing/readable-path";
import { mailOfRoute } from "#engine/views/mails/mail-route";
import { type FormPreview, formPreviews } from "#engine/views/preview/preview-forms";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { answerLabels } from "../../routes/route-labels.ts";
import classes from "./preview.module.css";
import type { PreviewView } from "./preview-view.ts";

interface Props {
  readonly reader: DefinitionReader;
  readonly pages: readonly RouteRecord[];
  readonly isTried: boolean;
  readonly route: RouteRecord;
  /** The page has a form. */
  readonly hasForms: boolean;
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
  readonly onPage: (routeId: RouteId) => void;
}

const FORM_STATES: Readonly<Record<FormPreview, string>> = {
  empty: "Form as it opens",
  errors: "Form with errors",
  sent: "Form that was sent",
};

/** Which page is previewed, for whom, and with which rows. */
export function PreviewChoices({ reader, pages, isTried, route, hasForms, view, onView, onPage }: Props) {
  return (
    <div className={classes.bar}>
      <PlainSelect
        size="sm"
        aria-label="Page"
        value={route.id}
        onChange={(event) => onPage(event.currentTarget.value as RouteId)}
      >
        {pages.map((one) => (
          <option key={one.id} value={one.id}>
            {isTried ? "Try on: " : ""}
            {answerLabels(reader, one)}
            {mailOfRoute(one.id) === undefined ? ` · ${readablePath(one.path)}` : ""}
          </option>
        ))}
      </PlainSelect>
      <PlainSelect
        size="sm"
        aria-label="Seen by"
        value={view.as}
        onChange={(event) => onView({ as: event.currentTarget.value })}
      >
        <option value="builder">You: all rows</option>
        <option value="anonymous">A visitor</option>
        {reader.groups.map((group) => (
          <option key={group.id} value={group.id}>
            Group {group.label}
          </option>
        ))}
      </PlainSelect>
      <PlainSelect
        size="sm"
        aria-label="Rows"
        value={view.rows}
        onChange={(event) => onView({ rows: event.currentTarget.value as "live" | "sample" })}
      >
        <option value="live">Live rows</option>
        <option value="sample">Sample rows</option>
      </PlainSelect>
      {hasForms && (
        <PlainSelect
          size="sm"
          aria-label="Form"
          value={view.forms}
          onChange={(event) => onView({ forms: event.currentTarget.value as FormPreview })}
        >
          {formPreviews.map((state) => (
            <option key={state} value={state}>
              {FORM_STATES[state]}
            </option>
          ))}
        </PlainSelect>
      )}
    </div>
  );
}
