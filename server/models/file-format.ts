/** How the bytes of a file are to be read. */
export type FileFormat =
  | {
      readonly kind: "csv";
      readonly encoding: Encoding;
      readonly delimiter: string;
      readonly hasHeader: boolean;
      /** Lines before the names of the columns: `sep=;`, titles. */
      readonly skipLines?: number;
      /** How many of them are titles. */
      readonly titles?: number;
      /** The rows are in the file that a workbook's sheet was written to (`convertedPath`). */
      readonly isConverted?: true;
    }
  | {
      readonly kind: "json";
      readonly encoding: Encoding;
      /** `list`: one array of objects, which begins at a character; `lines`: one object after the other. */
      readonly layout: "list" | "lines";
      readonly startsAt: number;
    };
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
