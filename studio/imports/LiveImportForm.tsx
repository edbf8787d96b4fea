import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { cancelImport, type Import, loadImport } from "#contract/http/imports";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import { call } from "../api/client.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { Kbd } from "../components/Kbd.tsx";
import { Screen } from "../components/Screen.tsx";
import { SkeletonRows } from "../components/Skeletons.tsx";
import { ExistingRows } from "./ExistingRows.tsx";
import { ExtraCellChoice } from "./ExtraCellChoice.tsx";
import { extraSources, hasUntakenExtras, stoppingExtras } from "./extra-cells.ts";
import { FileNotes } from "./FileNotes.tsx";
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
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { live, mapping, isTrying, failure, change, retry } = useLiveMapping(imported, { appId, modelId });
  const label = target.liveModels.find(({ id }) => id === modelId)?.label ?? "";

  const load = useSingleMutation({
    mutationFn: () => {
      if (!mapping) throw new Error("There is no mapping yet.");
      return call(loadImport, { params: { importId: imported.id }, body: { appId, modelId, mapping } });
    },
    onSuccess: (accepted) => queries.setQueryData(importKey(imported.id), accepted),
  });
  const cancel = useMutation({
    mutationFn: () => call(cancelImport, { params: { importId: imported.id } }),
    onSuccess: () => navigate(`/apps/${appId}/data/${modelId}`),
  });

  const blocking = live && mapping ? blockingColumns(live, mapping, imported.badRows) : [];
  const problems = live?.problems ?? [];
  const outcome = live?.outcome;
  const written = outcome ? outcome.add + outcome.update : 0;
  const canLoad =
    !isTrying &&
    failure === undefined &&
    outcome !== undefined &&
    outcome.refuse === 0 &&
    written > 0 &&
    !load.isPending;
  const submit = () => {
    if (canLoad) load.mutate();
  };
  useHotkeys([["mod+Enter", submit]], []);

  return (
    <Screen
      title={`Import ${imported.fileName}`}
      about={`${imported.rows.toLocaleString("en")} ${imported.rows === 1 ? "row" : "rows"} into ${label}, which is live.`}
      width="wide"
    >
      <form
        className={classes.proposal}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
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
          <>
            <LiveBadValues
              live={live}
              mapping={mapping}
              columns={blocking}
              extras={stoppingExtras(mapping.onExtraCells, imported.badRows)}
              badValues={imported.badValues}
              isTrying={isTrying}
              onChange={change}
            />
            {hasUntakenExtras(mapping, extraSources(imported.facts)) && (
              <ExtraCellChoice
                action={mapping.onExtraCells ?? "refuse"}
                onChange={(onExtraCells) => change({ ...mapping, onExtraCells })}
              />
            )}
            <LiveFields
              live={live}
              mapping={mapping}
              facts={imported.facts}
              blocking={new Set(blocking.flatMap(({ fields }) => fields.map(({ fieldId }) => fieldId)))}
              onChange={change}
            />
            {live.unused.length > 0 && (
              <p className={classes.quiet} role="note">
                {live.unused.length === 1 ? "This column fills nothing" : "These columns fill nothing"}:{" "}
                {live.unused.slice(0, 20).join(", ")}
                {live.unused.length > 20 && ` and ${live.unused.length - 20} more`}.
              </p>
            )}
          </>
        ) : failure === undefined ? (
          <SkeletonRows what="Trying every row" />
        ) : null}
        <footer className={classes.foot}>
          {load.error && (
            <p role="alert" className={classes.failure}>
              {load.error.message}
            </p>
          )}
          <p className={classes.footText} role="status">
            {isTrying
              ? "Trying every row…"
              : problems.length > 0
                ? `${problems.length} ${problems.length === 1 ? "field needs" : "fields need"} something above.`
                : outcome === undefined
                  ? ""
                  : outcome.refuse > 0
                    ? `${outcome.refuse.toLocaleString("en")} ${outcome.refuse === 1 ? "row does" : "rows do"} not fit: decide above what becomes of ${outcome.refuse === 1 ? "it" : "them"}.`
                    : outcomeText(outcome)}
          </p>
          <Button variant="subtle" color="gray" onClick={() => cancel.mutate()} loading={cancel.isPending}>
            Cancel
          </Button>
          <Button type="submit" disabled={!canLoad} loading={load.isPending} rightSection={<Kbd keys="⌘ ⏎" />}>
            {written > 0 ? `Import ${written.toLocaleString("en")} ${written === 1 ? "row" : "rows"}` : "Import"}
          </Button>
        </footer>
      </form>
    </Screen>
  );
}
