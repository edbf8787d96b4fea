import type { FileFormat } from "../../models/file-format.ts";
import { decodeFile } from "./decode-file.ts";

/**
 * The line with the quotation mark that is never closed, from 1. The parser only reports where it failed, which is the
 * end of the file.
 */
export async function findOpenQuote(path: string, format: FileFormat & { kind: "csv" }): Promise<number | undefined> {
  let line = 1;
  let openedIn: number | undefined;
  let isStart = true;
  let last = "";
  for await (const { text } of decodeFile(path, format.encoding)) {
    for (const character of text) {
      if (character === "\n" || (last === "\r" && character !== "\n")) line += 1;
      if (openedIn === undefined) {
        if (character === '"' && isStart) openedIn = line;
        isStart = character === format.delimiter || character === "\n" || character === "\r";
      } else if (character === '"') {
        // A second one right after it means the mark itself, and opens the text again.
        openedIn = undefined;
        isStart = true;
      }
      last = character;
    }
  }
  return openedIn;
}
