import { Button, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { acceptImport, cancelImport, type Import, type ImportProposal } from "#contract/http/imports";
import { call } from "../api/client.ts";
import { appsQuery } from "../api/queries.ts";
import { useSingleMutation } from "../api/use-single-mutation.ts";
import { Kbd } from "../components/Kbd.tsx";
import { Screen } from "../components/Screen.tsx";
import { BadValues } from "./BadValues.tsx";
import { ColumnsTable } from "./ColumnsTable.tsx";
import { ExtraCellChoice } from "./ExtraCellChoice.tsx";
import { extraSources, stoppingExtras, withExtraColumns } from "./extra-cells.ts";
import { FileNotes } from "./FileNotes.tsx";
import { ImportTarget, type Target } from "./ImportTarget.tsx";
import classes from "./import-screen.module.css";
import { PreviewRows } from "./PreviewRows.tsx";
import { blockingRows, labelFromFileName, localeSettings, proposalProblems } from "./proposal.ts";
import { importKey } from "./use-import.ts";
import { useProposal } from "./use-proposal.ts";

/** What was understood of a file: adjust anything, see what would not fit, and make the app with one button. */
export function ProposalForm(props: {
  readonly imported: Import & { proposal: ImportProposal };
  readonly target: Target;
}) {
  const { imported, target } = props;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { proposal, dryRun, isChecking, checkFailure, setModel, setColumn, setRows } = useProposal(imported);
  const [appLabel, setAppLabel] = useState(() => imported.proposal.appLabel ?? labelFromFileName(imported.fileName));

  const accept = useSingleMutation({
    mutationFn: () => {
      const existing = target.app;
      return call(acceptImport, {
        params: { importId: imported.id },
        body: {
          proposal,
          into: existing
            ? { app: "existing", draftId: existing.draftId }
            : { app: "new", label: appLabel.trim() || labelFromFileName(imported.fileName), ...localeSettings() },
        },
      });
    },
    onSuccess: ({ appId, import: accepted }) => {
      // The publish panel goes on from here: it must know that rows are being loaded, and ask until they are in.
      queries.setQueryData(importKey(imported.id), accepted);
      void queries.invalidateQueries({ queryKey: appsQuery.queryKey });
      navigate(`/apps/${appId}/models?publish&import=${imported.id}`);
    },
  });
  const cancel = useMutation({
    mutationFn: () => call(cancelImport, { params: { importId: imported.id } }),
    onSuccess: () => navigate("/"),
  });

  const problems = proposalProblems(proposal);
  const blocking = blockingRows(proposal, dryRun.badRows);
  const extra = extraSources(imported.facts);
  const extras = stoppingExtras(proposal.onExtraCells, dryRun.badRows);
  const hasUntaken = proposal.columns.some(({ source, include }) => !include && extra.has(source));
  const blockers = problems.length + blocking.size + (extras.length > 0 ? 1 : 0);
  const canAccept = blockers === 0 && !isChecking && !accept.isPending;
  const submit = () => {
    if (canAccept) accept.mutate();
  };
  useHotkeys([["mod+Enter", submit]], []);

  const isNew = target.app === undefined;
  const included = proposal.columns.filter((column) => column.include).length;
  return (
    <Screen
      title={`Import ${imported.fileName}`}
      about={`${count(imported.rows, "row")}, ${count(proposal.columns.filter(({ source, include }) => include || !extra.has(source)).length, "column")}. This is what was understood; change what is not right.`}
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
          {isNew && (
            <TextInput
              label="App"
              value={appLabel}
              onChange={(event) => {
                setAppLabel(event.currentTarget.value);
                setModel({ appLabel: event.currentTarget.value.trim() || undefined });
              }}
              maxLength={200}
            />
          )}
          <TextInput
            label="One row is a"
            value={proposal.modelLabel}
            onChange={(event) => setModel({ modelLabel: event.currentTarget.value })}
            error={problems.find((problem) => problem.source === undefined)?.message}
            maxLength={200}
          />
          <TextInput
            label="Many are"
            value={proposal.pluralLabel ?? ""}
            onChange={(event) => setModel({ pluralLabel: event.currentTarget.value || undefined })}
            maxLength={200}
          />
        </div>

        <FileNotes imported={imported} />
        <BadValues
          proposal={proposal}
          dryRun={dryRun}
          blocking={blocking}
          extras={extras}
          extraColumns={extra.size}
          isChecking={isChecking}
          failure={checkFailure}
          onChange={setColumn}
          onExtraCells={(onExtraCells) => setRows({ ...proposal, onExtraCells })}
          onKeepExtraCells={() => setRows(withExtraColumns(proposal, extra))}
        />
        {hasUntaken && (
          <ExtraCellChoice
            action={proposal.onExtraCells ?? "refuse"}
            onChange={(onExtraCells) => setRows({ ...proposal, onExtraCells })}
          />
        )}
        <ColumnsTable
          proposal={proposal}
          facts={imported.facts}
          rows={imported.rows}
          problems={problems}
          blocking={blocking}
          onChange={setColumn}
        />
        <PreviewRows proposal={proposal} preview={imported.preview} />

        <footer className={classes.foot}>
          {accept.error && (
            <p role="alert" className={classes.failure}>
              {accept.error.message}
            </p>
          )}
          <p className={classes.footText} role="status">
            {isChecking
              ? "Checking every row…"
              : blockers > 0
                ? `${count(blockers, "thing")} to decide above before it can be imported.`
                : `${count(imported.rows - dryRun.skippedRows, "row")} and ${count(included, "field")}.${skippedText(dryRun.skippedRows)} Nothing is public until you publish.`}
          </p>
          <Button variant="subtle" color="gray" onClick={() => cancel.mutate()} loading={cancel.isPending}>
            Cancel
          </Button>
          <Button
            type="submit"
            disabled={!canAccept}
            loading={accept.isPending}
            rightSection={<Kbd keys="⌘ ⏎" />}
            data-autofocus
          >
            {isNew ? "Create app and review publishing" : "Add model and review publishing"}
          </Button>
        </footer>
      </form>
    </Screen>
  );
}

const skippedText = (rows: number): string =>
  rows === 0 ? "" : ` ${count(rows, "row")} ${rows === 1 ? "is" : "are"} skipped.`;

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
