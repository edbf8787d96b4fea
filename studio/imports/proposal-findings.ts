import type { BadRow, Import, ImportProposal } from "#contract/http/imports";
import { extraSources, stoppingExtras } from "./extra-cells.ts";
import { blockingRows, type ProposalProblem, proposalProblems } from "./proposal.ts";
import type { DryRun } from "./use-proposal.ts";

/** What of a proposal has to be decided before it can be imported. */
export interface ProposalFindings {
  readonly problems: readonly ProposalProblem[];
  /** Rows that do not fit, by column. */
  readonly blocking: ReadonlyMap<string, readonly BadRow[]>;
  /** Sources beyond the header. */
  readonly extra: ReadonlySet<string>;
  /** Rows with too many cells. */
  readonly extras: readonly BadRow[];
  /** There are cells beyond the header that no field takes. */
  readonly hasUntaken: boolean;
  /** How many things there are to decide. */
  readonly blockers: number;
}

export function proposalFindings(imported: Import, proposal: ImportProposal, dryRun: DryRun): ProposalFindings {
  const problems = proposalProblems(proposal);
  const blocking = blockingRows(proposal, dryRun.badRows);
  const extra = extraSources(imported.facts);
  const extras = stoppingExtras(proposal.onExtraCells, dryRun.badRows);
  return {
    problems,
    blocking,
    extra,
    extras,
    hasUntaken: proposal.columns.some(({ source, include }) => !include && extra.has(source)),
    blockers: problems.length + blocking.size + (extras.length > 0 ? 1 : 0),
  };
}
