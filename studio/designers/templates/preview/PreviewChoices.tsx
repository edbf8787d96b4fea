import type { RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { readablePath } from "#engine/routing/readable-path";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { answerLabels } from "../../routes/route-labels.ts";
import classes from "./preview.module.css";
import type { PreviewView } from "./preview-view.ts";

interface Props {
  readonly reader: DefinitionReader;
  readonly pages: readonly RouteRecord[];
  readonly isTried: boolean;
  readonly route: RouteRecord;
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
  readonly onPage: (routeId: RouteId) => void;
}

/** Which page is previewed, for whom, and with which rows. */
export function PreviewChoices({ reader, pages, isTried, route, view, onView, onPage }: Props) {
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
            {isTried ? `Try on: ${answerLabels(reader, one)}` : answerLabels(reader, one)} · {readablePath(one.path)}
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
    </div>
  );
}
