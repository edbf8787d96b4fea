import { useState } from "react";
import type { Import, ImportProposal } from "#contract/http/imports";
import { BadValues } from "./BadValues.tsx";
import { ColumnsTable } from "./ColumnsTable.tsx";
import { ExtraCellChoice } from "./ExtraCellChoice.tsx";
import { withExtraColumns } from "./extra-cells.ts";
import { FileNotes } from "./FileNotes.tsx";
import { ImportForm } from "./ImportForm.tsx";
import type { Target } from "./ImportTarget.tsx";
import { PreviewRows } from "./PreviewRows.tsx";
import { ProposalNames } from "./ProposalNames.tsx";
import { labelFromFileName } from "./proposal.ts";
import { type ProposalFindings, proposalFindings } from "./proposal-findings.ts";
import { useAcceptImport } from "./use-accept-import.ts";
import { useProposal } from "./use-proposal.ts";

type Adjusting = ReturnType<typeof useProposal>;

/** What was understood of a file: adjust anything, see what would not fit, and make the app with one button. */
export function ProposalForm(props: {
  readonly imported: Import & { proposal: ImportProposal };
  readonly target: Target;
}) {
  const { imported, target } = props;
  const adjusting = useProposal(imported);
  const { proposal, dryRun, isChecking, setModel } = adjusting;
  const [appLabel, setAppLabel] = useState(() => imported.proposal.appLabel ?? labelFromFileName(imported.fileName));
  const accept = useAcceptImport({ imported, target, proposal, appLabel });
  const findings = proposalFindings(imported, proposal, dryRun);
  const { blockers, extra, problems } = findings;
  const columns = proposal.columns.filter(({ source, include }) => include || !extra.has(source)).length;
  return (
    <ImportForm
      imported={imported}
      about={`${count(imported.rows, "row")}, ${count(columns, "column")}. This is what was understood; change what is not right.`}
      status={
        isChecking
          ? "Checking every row…"
          : blockers > 0
            ? `${count(blockers, "thing")} to decide above before it can be imported.`
            : outcomeOf(imported, adjusting)
      }
      submit={{
        label: target.app === undefined ? "Create app and review publishing" : "Add model and review publishing",
        isPossible: blockers === 0 && !isChecking,
        isRunning: accept.isPending,
        error: accept.error,
        run: () => accept.mutate(),
      }}
      afterCancel="/"
    >
      <ProposalNames
        target={target}
        appLabel={appLabel}
        proposal={proposal}
        problem={problems.find((problem) => problem.source === undefined)?.message}
        onAppLabel={(label) => {
          setAppLabel(label);
          setModel({ appLabel: label.trim() || undefined });
        }}
        onModel={setModel}
      />
      <ProposalRows imported={imported} adjusting={adjusting} findings={findings} />
    </ImportForm>
  );
}

/** The columns and what of their values does not fit. */
function ProposalRows(props: {
  readonly imported: Import;
  readonly adjusting: Adjusting;
  readonly findings: ProposalFindings;
}) {
  const { imported, adjusting } = props;
  const { proposal, dryRun, setColumn, setRows } = adjusting;
  const { problems, blocking, extra, extras, hasUntaken } = props.findings;
  return (
    <>
      <FileNotes imported={imported} />
      <BadValues
        proposal={proposal}
        dryRun={dryRun}
        blocking={blocking}
        extras={extras}
        extraColumns={extra.size}
        isChecking={adjusting.isChecking}
        failure={adjusting.checkFailure}
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
    </>
  );
}

/** "3,200 rows and 7 fields. 2 rows are skipped." */
function outcomeOf(imported: Import, { proposal, dryRun }: Adjusting): string {
  const included = proposal.columns.filter((column) => column.include).length;
  const skipped = dryRun.skippedRows;
  const skippedText = skipped === 0 ? "" : ` ${count(skipped, "row")} ${skipped === 1 ? "is" : "are"} skipped.`;
  return `${count(imported.rows - skipped, "row")} and ${count(included, "field")}.${skippedText} Nothing is public until you publish.`;
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
