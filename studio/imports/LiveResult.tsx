import { Button, Progress } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { cancelImport, type Import, type LiveImport, takeBackRows } from "#contract/http/imports";
import { call } from "../api/client.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { Screen } from "../components/Screen.tsx";
import classes from "./import-screen.module.css";
import { importKey } from "./use-import.ts";

/** Rows on their way into a live model, and then what became of them. */
export function LiveResult({ imported, live }: { readonly imported: Import; readonly live: LiveImport }) {
  const queries = useQueryClient();
  const data = `/apps/${live.appId}/data/${live.modelId}`;
  const params = { importId: imported.id };
  const cancel = useMutation({
    mutationFn: () => call(cancelImport, { params }),
    onSettled: () => queries.invalidateQueries({ queryKey: importKey(imported.id) }),
  });
  const takeBack = useSingleMutation({
    mutationFn: () => call(takeBackRows, { params }),
    onSuccess: (taken) => queries.setQueryData(importKey(imported.id), taken),
  });
  const { result } = imported;
  if (!result) {
    return (
      <Screen title={`Importing ${imported.fileName}`}>
        <div className={classes.reading}>
          <Progress value={imported.progress * 100} aria-label={`Rows into ${live.pluralLabel}`} />
          <p role="status">The rows are being written to {live.pluralLabel}, all of them or none.</p>
          <Button variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
            Cancel
          </Button>
        </div>
      </Screen>
    );
  }
  const wasTaken = result.takenBack !== undefined;
  return (
    <Screen title={wasTaken ? `${imported.fileName} was taken back` : `${imported.fileName} is imported`}>
      <div className={classes.reading}>
        <p role="status">{wasTaken ? takenText(result) : resultText(result, live)}</p>
        <div className={classes.badActions}>
          <Button component={Link} to={data}>
            See {live.pluralLabel}
          </Button>
          {result.canTakeBack && (
            <Button variant="default" onClick={() => takeBack.mutate()} loading={takeBack.isPending}>
              Take back
            </Button>
          )}
        </div>
        {result.canTakeBack && (
          <p className={classes.quiet}>
            Taking back removes the rows that this import added, except those that somebody has changed since.
          </p>
        )}
        {takeBack.error && (
          <p role="alert" className={classes.failure}>
            {takeBack.error.message}
          </p>
        )}
      </div>
    </Screen>
  );
}

type Result = NonNullable<Import["result"]>;

const rows = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;

function resultText(
  { added, updated, unchanged, skipped, links = 0, shortened = 0 }: Result,
  live: LiveImport,
): string {
  const parts = [
    ...(added > 0 || updated + unchanged === 0 ? [`${rows(added)} added`] : []),
    ...(updated > 0 ? [`${rows(updated)} changed`] : []),
    ...(unchanged > 0 ? [`${rows(unchanged)} as before`] : []),
    ...(skipped > 0 ? [`${rows(skipped)} skipped`] : []),
    ...(links > 0 ? [`${links.toLocaleString("en")} ${links === 1 ? "link" : "links"} made`] : []),
  ];
  const without =
    shortened > 0
      ? ` ${rows(shortened)} ${shortened === 1 ? "was" : "were"} written without the cells that the header has no column for.`
      : "";
  return `${parts.join(", ")} in ${live.pluralLabel}. They are live.${without}`;
}

function takenText({ added, takenBack = 0 }: Result): string {
  const kept = added - takenBack;
  if (kept === 0) return `${rows(takenBack)} removed.`;
  return `${rows(takenBack)} removed. ${rows(kept)} ${kept === 1 ? "was" : "were"} changed or deleted since, and ${kept === 1 ? "was" : "were"} left alone.`;
}
