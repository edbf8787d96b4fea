import type { BadRow, ImportProposal, ProposedColumn } from "#contract/http/imports";
import { identifierProblem, uniqueIdentifier } from "#engine/definition/identifiers";
import type { LooseFieldType } from "#engine/definition/records/field";
import { type FieldTypeName, fieldTypeNames, fieldTypeOf, fieldTypes } from "#engine/field-types/registry";

/** Types that a file can hold: a relation needs its target's rows, and automatic fields are not read from anywhere. */
export const importableTypes: readonly FieldTypeName[] = fieldTypeNames.filter(
  (name) => fieldTypeOf({ name })?.import !== undefined,
);

export type ColumnChange = Partial<Omit<ProposedColumn, "source">>;

/** Changes one column and keeps the rest of the proposal legal: one key at most, names unique, a key is required. */
export function changeColumn(proposal: ImportProposal, source: string, change: ColumnChange): ImportProposal {
  const columns = proposal.columns.map((column): ProposedColumn => {
    if (column.source !== source) return change.isKey ? { ...column, isKey: false } : column;
    const next = { ...column, ...change };
    if (change.label !== undefined && change.name === undefined) next.name = nameFor(proposal, source, change.label);
    // Emptied values leave gaps, which a required field cannot have.
    if (change.onBadValue === "blank") next.required = false;
    if (change.required === true && next.onBadValue === "blank") next.onBadValue = "refuse";
    return next;
  });
  return { ...proposal, columns };
}

function nameFor(proposal: ImportProposal, source: string, label: string): string {
  const taken = new Set(proposal.columns.filter((column) => column.source !== source).map((column) => column.name));
  return uniqueIdentifier({ label, fallback: "field", taken });
}

/** A type as it starts when it is picked, with the options that the samples need. */
export function typeFor(name: FieldTypeName, samples: readonly string[]): LooseFieldType {
  return fieldTypeOf({ name })?.import?.optionsFor?.(samples) ?? fieldTypes[name].initial;
}

/** What stops the proposal from being accepted, on the column or the model that causes it. */
export interface ProposalProblem {
  readonly source: string | undefined;
  readonly message: string;
}

export function proposalProblems(proposal: ImportProposal): readonly ProposalProblem[] {
  const problems: ProposalProblem[] = [];
  if (proposal.modelLabel.trim() === "") problems.push({ source: undefined, message: "The model needs a name." });
  const included = proposal.columns.filter((column) => column.include);
  if (included.length === 0) problems.push({ source: undefined, message: "Include at least one column." });
  const seen = new Map<string, string>();
  for (const column of included) {
    if (column.label.trim() === "") problems.push({ source: column.source, message: "The field needs a name." });
    if (column.isKey) continue;
    const invalid = identifierProblem(column.name);
    if (invalid) problems.push({ source: column.source, message: invalid });
    const other = seen.get(column.name);
    if (other !== undefined) {
      problems.push({
        source: column.source,
        message: `"${column.label}" and "${other}" would get the same name, ${column.name}.`,
      });
    }
    seen.set(column.name, column.label);
  }
  return problems;
}

/** Bad rows by column, only those that would stop the import. */
export function blockingRows(
  proposal: ImportProposal,
  badRows: readonly BadRow[],
): ReadonlyMap<string, readonly BadRow[]> {
  const bySource = new Map<string, BadRow[]>();
  const refusing = new Set(
    proposal.columns
      .filter((column) => column.include && column.onBadValue === "refuse")
      .map((column) => column.source),
  );
  for (const row of badRows) {
    if (row.isExtra || !refusing.has(row.source)) continue;
    const list = bySource.get(row.source);
    if (list) list.push(row);
    else bySource.set(row.source, [row]);
  }
  return bySource;
}

/** "movies-2024.json" → "Movies 2024": what the app is called until somebody says better. */
export function labelFromFileName(fileName: string): string {
  const base = fileName.replace(/^.*[\\/]/, "").replace(/\.[A-Za-z0-9]{1,8}$/, "");
  const words = base.replace(/[_\-.\s]+/g, " ").trim();
  if (words === "") return "My app";
  return `${words[0]?.toUpperCase()}${words.slice(1)}`.slice(0, 200);
}

const LOCALE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/** The builder's own zone and language, which a new app starts with. */
export function localeSettings(): { timeZone?: string; locale?: string } {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  return { ...(timeZone ? { timeZone } : {}), ...(LOCALE.test(locale) ? { locale } : {}) };
}
