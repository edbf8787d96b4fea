import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { listOffendingRows } from "#contract/http/data";
import type { FieldRecord } from "#engine/definition/records/field";
import { addChoices } from "#engine/edits/commands/choices";
import { call } from "../../../api/client.ts";
import { randomBytes } from "../../../api/random.ts";
import { useDraftActions, useDraftPart, useReader } from "../../../draft-session/react/use-draft.ts";
import { BackToPlan } from "../../../releases/BackToPlan.tsx";
import { useApp } from "../../../session/use-app.ts";
import { useMay } from "../../../session/use-may.ts";
import classes from "./inspector.module.css";

/** Values that rows have and that are no choices, which the plan led to: how many rows, and the way to make them choices. */
export function MissingChoices({ field }: { readonly field: FieldRecord }) {
  const { draftId } = useApp();
  const reader = useReader();
  const { apply } = useDraftActions();
  const canRead = useMay()("readRows");
  const revision = useDraftPart((view) => view.revision);
  const waiting = useDraftPart((view) => view.waiting);
  const query = useQuery({
    queryKey: ["offending rows", draftId, field.id, revision],
    queryFn: ({ signal }) => call(listOffendingRows, { params: { draftId, fieldId: field.id } }, { signal }),
    enabled: canRead && waiting === 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  if (!query.data) return null;
  const values = query.data.causes.find(({ kind }) => kind === "unlisted")?.values ?? [];
  const add = (labels: readonly string[]) => apply(addChoices(reader, { fieldId: field.id, labels }, randomBytes));
  return (
    <section className={classes.missing} aria-label="Values in rows that are no choices">
      {values.length === 0 ? (
        <p>Every row has one of the choices.</p>
      ) : (
        <>
          <p>Values in rows that are no choices:</p>
          <ul>
            {values.map(({ value, count }) => (
              <li key={value}>
                <span>
                  {value === "" ? <em>empty text</em> : value}{" "}
                  <span className={classes.missingCount}>
                    {count === 1 ? "1 row" : `${count.toLocaleString("en")} rows`}
                  </span>
                </span>
                {value.trim() !== "" && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Add ${value} as a choice`}
                    onClick={() => add([value])}
                  >
                    Add as a choice
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <BackToPlan plan={query.data.plan} />
    </section>
  );
}
