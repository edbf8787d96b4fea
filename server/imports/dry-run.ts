import type { ImportProposal } from "#contract/http/imports";
import type { ImportAnalysis } from "../models/import.ts";
import { BadRows } from "./bad-rows.ts";
import { readRows } from "./reading/read-rows.ts";
import { RowConverter } from "./row-converter.ts";

/** Tries a proposal on every row of a file, and writes nothing. */
export async function dryRun(
  filePath: string,
  input: { readonly proposal: ImportProposal; readonly analysis: ImportAnalysis; readonly goOn: () => void },
): Promise<BadRows["told"]> {
  const { proposal, analysis } = input;
  const converter = new RowConverter(proposal, analysis);
  const bad = new BadRows();
  let row = 0;
  for await (const batch of readRows(filePath, analysis.format)) {
    input.goOn();
    for (const cells of batch.rows) {
      row += 1;
      bad.add(row, converter.convert(batch, cells));
    }
  }
  return bad.told;
}
