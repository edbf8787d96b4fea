import { IconArrowUpRight } from "@tabler/icons-react";
import { Link } from "react-router";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { referencesOf } from "#engine/edits/references";
import { placeOfRecord } from "../../../app/place-of-record.ts";
import { useApp } from "../../../app/use-app.ts";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useReader } from "../../../draft-session/use-draft.ts";
import classes from "./inspector.module.css";

/** What points here: relations of other models, routes, orders. Each goes there. */
export function UsedBySection({ recordId }: { readonly recordId: RecordId }) {
  const reader = useReader();
  const app = useApp();
  const users = Object.values(reader.definition.records).flatMap((record) =>
    referencesOf(record)
      .filter((reference) => reference.to === recordId && !isOwnership(reference.property))
      .map((reference) => ({ record, words: inWords(record, reference.property, reader) })),
  );
  return (
    <InspectorSection title="Used by">
      {users.length === 0 ? <p className={classes.quiet}>Nothing points here.</p> : null}
      <ul className={classes.list}>
        {users.map(({ record, words }) => (
          <li key={record.id + words}>
            <Link className={classes.link} to={placeOfRecord({ reader, appId: app.id, recordId: record.id })}>
              <IconArrowUpRight size={16} stroke={1.5} aria-hidden="true" />
              <span>{words}</span>
            </Link>
          </li>
        ))}
      </ul>
    </InspectorSection>
  );
}

const isOwnership = (property: string): boolean => property === "modelId" || property === "fieldId";

/** "Book › Author", "Page /books/", "Order of Book". */
function inWords(record: DefinitionRecord, property: string, reader: DefinitionReader): string {
  if (record.kind === "field") return `${reader.model(record.modelId)?.label ?? "?"} › ${record.label}`;
  if (record.kind === "route") return `Page ${record.path}`;
  if (record.kind === "model") return property === "defaultOrder" ? `Order of ${record.label}` : record.label;
  return "label" in record ? record.label : record.kind;
}
