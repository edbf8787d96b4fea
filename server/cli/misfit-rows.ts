import type { BadRow, BadValueAction, Import } from "#contract/http/imports";
import { CliError, usageError } from "./cli-error.ts";

/** `--bad-values` and `--extra-cells`, as typed and as the API names them. */
const actions: Readonly<Record<string, BadValueAction>> = {
  refuse: "refuse",
  blank: "blank",
  skip: "skip_row",
  skip_row: "skip_row",
};

export interface MisfitChoices {
  readonly onBadValue: BadValueAction;
  /** `columns`: cells beyond the header become columns. */
  readonly onExtraCells: BadValueAction | "columns";
}

export function misfitChoices(badValues: string | undefined, extraCells: string | undefined): MisfitChoices {
  const onBadValue = actions[badValues ?? "refuse"];
  if (!onBadValue) throw usageError(`--bad-values is refuse, blank or skip, and not "${badValues}".`);
  const onExtraCells = extraCells === "columns" ? extraCells : actions[extraCells ?? onBadValue];
  if (!onExtraCells) throw usageError(`--extra-cells is refuse, blank, skip or columns, and not "${extraCells}".`);
  return { onBadValue, onExtraCells };
}

const LISTED = 20;

/** `row 3, Price: "cheap": is not a number`, the first of them. */
export function misfitLines({ badRows, badValues }: Pick<Import, "badRows" | "badValues">): readonly string[] {
  const lines = badRows.slice(0, LISTED).map(lineOf);
  const more = Math.max(badValues, badRows.length) - lines.length;
  return more > 0 ? [...lines, `and ${more.toLocaleString("en")} more`] : lines;
}

const lineOf = ({ row, source, value, message, isExtra }: BadRow): string =>
  isExtra ? `row ${row} ${message}` : `row ${row}, ${source}: ${JSON.stringify(value)}: ${message}`;

/** The import, or the dry run, that rows stop. */
export function rowsDoNotFit(
  tried: Pick<Import, "badRows" | "badValues">,
  more: { readonly isDryRun: boolean; readonly details?: Readonly<Record<string, unknown>> },
): CliError {
  const { badRows, badValues } = tried;
  const isRows = badRows.every(({ isExtra }) => isExtra);
  const hints = [
    ...(badRows.some(({ isExtra }) => !isExtra) ? ["--bad-values"] : []),
    ...(badRows.some(({ isExtra }) => isExtra) ? ["--extra-cells"] : []),
  ];
  const said =
    badValues === 1
      ? `1 ${isRows ? "row" : "value"} does`
      : `${badValues.toLocaleString("en")} ${isRows ? "rows" : "values or rows"} do`;
  return new CliError(
    "rows_do_not_fit",
    `${said} not fit, so nothing ${more.isDryRun ? "would be" : "was"} written. Mend the file, or say what becomes of them: ${hints.join(" and ")} blank or skip.`,
    {
      exit: more.isDryRun ? "misfits" : "failed",
      details: { ...more.details, badValues, badRows },
      lines: misfitLines(tried),
    },
  );
}
