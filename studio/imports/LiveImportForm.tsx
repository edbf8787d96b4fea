import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type Import, type LiveImport, type LiveMapping, loadImport } from "#contract/http/imports";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { call } from "../api/client.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { ExistingRows } from "./ExistingRows.tsx";
import { ExtraCellChoice } from "./ExtraCellChoice.tsx";
import { extraSources, hasUntakenExtras, stoppingExtras } from "./extra-cells.ts";
import { FileNotes } from "./FileNotes.tsx";
import { ImportForm } from "./ImportForm.tsx";
import { ImportTarget, type Target } from "./ImportTarget.tsx";
import classes from "./import-screen.module.css";
import { LiveBadValues } from "./LiveBadValues.tsx";
import { LiveFields } from "./LiveFields.tsx";
import { blockingColumns, outcomeText } from "./live-mapping.ts";
import { importKey } from "./use-import.ts";
import { useLiveMapping } from "./use-live-mapping.ts";

/** From a file to rows of a model that is live: what fills what, what would not fit, and one button. */
export function LiveImportForm(props: {
  readonly imported: Import;
  readonly target: Target;
  readonly appId: AppId;
  readonly modelId: ModelId;
}) {
  const { imported, target, appId, modelId } = props;
  const { live, mapping, isTrying, failure, change, retry } = useLiveMapping(imported, { appId, modelId });
  const load = useLoadImport({ imported, appId, modelId, mapping });
  const label = target.liveModels.find(({ id }) => id === modelId)?.label ?? "";
  const outcome = live?.outcome;
  const written = outcome ? outcome.add + outcome.update : 0;
  return (
    <ImportForm
      imported={imported}
      about={`${rowsText(imported.rows)} into ${label}, which is live.`}
      status={isTrying ? "Trying every row…" : statusOf(live)}
      submit={{
        label: written > 0 ? `Import ${rowsText(written)}` : "Import",
        isPossible: !isTrying && failure === undefined && outcome?.refuse === 0 && written > 0,
        isRunning: load.isPending,
        error: load.error,
        run: () => load.mutate(),
      }}
      afterCancel={`/apps/${appId}/data/${modelId}`}
    >
      <div className={classes.names}>
        <ImportTarget target={target} />
        {live && mapping && <ExistingRows live={live} mapping={mapping} onChange={change} />}
      </div>
      <FileNotes imported={imported} />
      {failure !== undefined && (
        <p role="alert" className={classes.failure}>
          The rows could not be tried: {failure}{" "}
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        </p>
      )}
      {live && mapping ? (
        <LiveRows imported={imported} live={live} mapping={mapping} isTrying={isTrying} onChange={change} />
      ) : failure === undefined ? (
        <SkeletonRows what="Trying every row" />
      ) : null}
    </ImportForm>
  );
}

/** Loads the rows as they are mapped; the screen of the import shows how far it is. */
function useLoadImport(input: {
  readonly imported: Import;
  readonly appId: AppId;
  readonly modelId: ModelId;
  readonly mapping: LiveMapping | undefined;
}) {
  const { imported, appId, modelId, mapping } = input;
  const queries = useQueryClient();
  return useSingleMutation({
    mutationFn: () => {
      if (!mapping) throw new Error("There is no mapping yet.");
      return call(loadImport, { params: { importId: imported.id }, body: { appId, modelId, mapping } });
    },
    onSuccess: (accepted) => queries.setQueryData(importKey(imported.id), accepted),
  });
}

/** Which columns fill which fields, and what of their values does not fit. */
function LiveRows(props: {
  readonly imported: Import;
  readonly live: LiveImport;
  readonly mapping: LiveMapping;
  readonly isTrying: boolean;
  readonly onChange: (mapping: LiveMapping) => void;
}) {
  const { imported, live, mapping, onChange } = props;
  const blocking = blockingColumns(live, mapping, imported.badRows);
  return (
    <>
      <LiveBadValues
        mapping={mapping}
        columns={blocking}
        extras={stoppingExtras(mapping.onExtraCells, imported.badRows)}
        badValues={imported.badValues}
        isTrying={props.isTrying}
        onChange={onChange}
      />
      {hasUntakenExtras(mapping, extraSources(imported.facts)) && (
        <ExtraCellChoice
          action={mapping.onExtraCells ?? "refuse"}
          onChange={(onExtraCells) => onChange({ ...mapping, onExtraCells })}
        />
      )}
      <LiveFields
        live={live}
        mapping={mapping}
        facts={imported.facts}
        blocking={new Set(blocking.flatMap(({ fields }) => fields.map(({ fieldId }) => fieldId)))}
        onChange={onChange}
      />
      {live.unused.length > 0 && (
        <p className={classes.quiet} role="note">
          {live.unused.length === 1 ? "This column fills nothing" : "These columns fill nothing"}:{" "}
          {live.unused.slice(0, 20).join(", ")}
          {live.unused.length > 20 && ` and ${live.unused.length - 20} more`}.
        </p>
      )}
    </>
  );
}

/** What will happen to the rows, or what there is to decide before. */
function statusOf(live: LiveImport | undefined): string {
  const problems = live?.problems.length ?? 0;
  const outcome = live?.outcome;
  if (problems > 0) return `${problems} ${problems === 1 ? "field needs" : "fields need"} something above.`;
  if (outcome === undefined) return "";
  const { refuse } = outcome;
  if (refuse === 0) return outcomeText(outcome);
  return `${refuse.toLocaleString("en")} ${refuse === 1 ? "row does" : "rows do"} not fit: decide above what becomes of ${refuse === 1 ? "it" : "them"}.`;
}

const rowsText = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
