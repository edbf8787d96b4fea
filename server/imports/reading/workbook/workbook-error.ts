/** Why a workbook cannot be read, as a sentence for the person who sent it. */
export class WorkbookError extends Error {
  override readonly name = "WorkbookError";
}

/**
 * What a workbook may be. A file of 20 MB can unpack to gigabytes, so everything that it unpacks to is counted, by what
 * comes out and not by what its directory promises.
 */
export const workbookLimits = {
  fileBytes: 20 * 1024 * 1024,
  entries: 5_000,
  /** Of one part of the file, unpacked. */
  partBytes: 400 * 1024 * 1024,
  /** Of the parts that describe the others. */
  smallPartBytes: 8 * 1024 * 1024,
  /** How much larger than packed; a sheet of equal cells reaches about 100. */
  ratio: 400,
  sharedTexts: 2_000_000,
  sharedCharacters: 96_000_000,
  cells: 5_000_000,
  columns: 500,
  cellCharacters: 200_000,
  sheets: 500,
  outputBytes: 300 * 1024 * 1024,
} as const;
