import { IconArrowUpRight } from "@tabler/icons-react";
import { useMemo } from "react";
import { Link } from "react-router";
import type { RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { describeRecord } from "#engine/edits/describe-record";
import { type Use, whereUsed } from "#engine/edits/where-used";
import { labelsOfView } from "#engine/view-types/registry";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../../navigation/record-address.ts";
import { useApp } from "../../../session/use-app.ts";
import classes from "./inspector.module.css";

/** What points here or names it: relations, routes, orders, titles, rules, templates. Each goes there. */
export function UsedBySection({ recordId }: { readonly recordId: RecordId }) {
  const reader = useReader();
  const app = useApp();
  const users = useMemo(
    () =>
      whereUsed(reader, recordId).map(({ record, property }) => ({
        record,
        property,
        words: inWords({ record, property }, reader),
      })),
    [reader, recordId],
  );
  return (
    <InspectorSection title="Used by">
      {users.length === 0 ? <p className={classes.quiet}>Nothing points here.</p> : null}
      <ul className={classes.list}>
        {users.map(({ record, property, words }) => (
          <li key={record.id + words}>
            <Link
              className={classes.link}
              to={placeOfRecord({
                reader,
                appId: app.id,
                recordId: record.kind === "settings" ? undefined : record.id,
                property,
              })}
            >
              <IconArrowUpRight size={16} stroke={1.5} aria-hidden="true" />
              <span>{words}</span>
            </Link>
          </li>
        ))}
      </ul>
    </InspectorSection>
  );
}

const modelLabels: Readonly<Record<string, string>> = { defaultOrder: "Order", titleTemplate: "Title" };
const ruleLabels = { read: "read", create: "add", update: "change", delete: "delete" } as const;

/** "Book › Author", "Page: List of Books", "Order of Book", "Who may read Book", "Template books.html". */
function inWords({ record, property }: Use, reader: DefinitionReader): string {
  if (record.kind === "field") return `${reader.model(record.modelId)?.label ?? "?"} › ${record.label}`;
  if (record.kind === "route") return `Page: ${labelsOfView(reader, record.view).title}`;
  if (record.kind === "rule")
    return `Who may ${ruleLabels[record.action]} ${reader.model(record.modelId)?.label ?? "?"}`;
  if (record.kind === "template") return `Template ${record.name}`;
  if (record.kind === "model") {
    const words = modelLabels[property];
    return words === undefined ? record.label : `${words} of ${record.label}`;
  }
  return describeRecord(record);
}
