import { TextInput } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { QueryRecord } from "#engine/definition/records/query";
import { changeQuery, renameQuery } from "#engine/edits/commands/queries";
import { describeRecord } from "#engine/edits/describe-record";
import { whereUsed } from "#engine/edits/where-used";
import { pluralOf } from "#engine/view-types/model-labels";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../../navigation/record-address.ts";
import { useApp } from "../../../session/use-app.ts";
import classes from "./data.module.css";
import { QueryFields } from "./QueryFields.tsx";

/** A query as it can be changed where a page shows it: its rows, order and number, and where else it is shown. */
export function QueryInspector({ query }: { readonly query: QueryRecord }) {
  const app = useApp();
  const { reader, apply } = useDraft();
  const [label, setLabel] = useState<string>();
  const model = reader.model(query.modelId);
  const uses = whereUsed(reader, query.id);
  const rename = () => {
    const next = label?.trim();
    if (next && next !== query.label) apply(renameQuery(reader, { queryId: query.id, label: next }));
    setLabel(undefined);
  };
  return (
    <div className={classes.inspector}>
      <TextInput
        size="xs"
        label="Name of the query"
        value={label ?? query.label}
        maxLength={200}
        onChange={(event) => setLabel(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => event.key === "Enter" && rename()}
      />
      <p className={classes.quiet}>{RESULTS[query.result.kind](model ? pluralOf(model) : "a model that is gone")}</p>
      {model && (
        <QueryFields
          reader={reader}
          modelId={model.id}
          result={query.result.kind}
          value={query}
          onChange={(change) => apply(changeQuery(reader, { queryId: query.id, change }))}
        />
      )}
      <section aria-label="Shown in">
        <h3 className={classes.usesTitle}>Shown in</h3>
        <ul className={classes.uses}>
          {uses.map(({ record, property }) => (
            <li key={`${record.id} ${property}`}>
              {record.kind === "settings" ? (
                "the settings"
              ) : (
                <Link to={placeOfRecord({ reader, appId: app.id, recordId: record.id })}>{describeRecord(record)}</Link>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const RESULTS: Readonly<Record<QueryRecord["result"]["kind"], (rows: string) => string>> = {
  list: (rows) => `Rows of ${rows}.`,
  first: (rows) => `The first row of ${rows}.`,
  count: (rows) => `The number of ${rows}.`,
};
