import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { deleteQuery } from "#engine/edits/commands/queries";
import { describeRecord } from "#engine/edits/describe-record";
import { whereUsed } from "#engine/edits/where-used";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import classes from "./data.module.css";

/** The queries of the app, with where each is shown; one that nothing shows can be deleted here. */
export function QueryList() {
  const { reader, apply } = useDraft();
  const queries = reader.ofKind("query");
  if (queries.length === 0) return null;
  return (
    <section aria-label="Queries" className={classes.queries}>
      <h3 className={classes.usesTitle}>Queries of the app</h3>
      <ul className={classes.uses}>
        {queries.map((query) => {
          const uses = whereUsed(reader, query.id).flatMap(({ record }) =>
            record.kind === "settings" ? [] : [describeRecord(record)],
          );
          return (
            <li key={query.id}>
              {query.label}: {uses.length === 0 ? "not shown" : `in ${uses.join(", ")}`}
              {uses.length === 0 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`Delete the query ${query.label}`}
                  onClick={() => apply(deleteQuery(reader, { queryId: query.id }))}
                >
                  <IconTrash size={14} stroke={1.75} aria-hidden />
                </ActionIcon>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
