import type { FileFormat } from "../../models/file-format.ts";

/** What divides the cells of a CSV file as its author wrote it; a workbook's rows are written as CSV here. */
export const delimiterIn = (format: FileFormat): string | undefined =>
  format.kind === "csv" && !format.isConverted ? format.delimiter : undefined;
