import { isDigitMask, maskedText, type NumberMeaning, numberText, serialText } from "./cell-formats.ts";
import { parseXml } from "./parse-xml.ts";
import type { SheetRow } from "./tables-of-sheet.ts";
import { WorkbookError, workbookLimits } from "./workbook-error.ts";
import { unescaped } from "./workbook-parts.ts";
import type { ZipParts } from "./zip-parts.ts";

export interface SheetReading {
  readonly part: string;
  readonly is1904: boolean;
  readonly texts: readonly string[];
  readonly meanings: readonly NumberMeaning[];
  /** Each row that has a value, and whether empty ones stand above it; throws to stop. */
  readonly row: (row: SheetRow) => void;
}

export interface SheetFacts {
  /** Cells with an error such as #DIV/0!, which count as empty. */
  readonly errors: number;
  /** Formulas that the program that saved the workbook did not compute. */
  readonly uncomputed: number;
  readonly merged: number;
}

/** Streams one sheet. A formula counts by the value that was saved with it. */
export async function readSheet(parts: ZipParts, input: SheetReading): Promise<SheetFacts> {
  const facts = { errors: 0, uncomputed: 0, merged: 0 };
  let cells: string[] = [];
  let column = -1;
  let number = 0;
  let lastFilled = 0;
  let total = 0;
  let type = "n";
  let style = 0;
  let value = "";
  let hasFormula = false;
  let hasValue = false;
  let collecting = false;
  let inPhonetic = false;

  const cellText = (): string => {
    switch (type) {
      case "s":
        return input.texts[Number(value)] ?? "";
      case "inlineStr":
      case "str":
        return unescaped(value);
      case "b":
        return value === "1" || value === "true" ? "true" : "false";
      case "e":
        facts.errors += 1;
        return "";
      case "d":
        return value;
      default: {
        const meaning = input.meanings[style] ?? "number";
        if (isDigitMask(meaning)) return maskedText(value, meaning) ?? numberText(value);
        return meaning === "number"
          ? numberText(value)
          : (serialText(Number(value), meaning, input.is1904) ?? numberText(value));
      }
    }
  };
  const put = (): void => {
    if (hasFormula && !hasValue) facts.uncomputed += 1;
    if (!hasValue) return;
    const text = cellText();
    if (text === "") return;
    if (text.length > workbookLimits.cellCharacters)
      throw new WorkbookError("A cell of the sheet holds too much text.");
    if (column >= workbookLimits.columns)
      throw new WorkbookError(`The sheet has values beyond its first ${workbookLimits.columns} columns.`);
    while (cells.length < column) cells.push("");
    cells[column] = text;
  };

  await parseXml(parts.text(input.part), {
    open(name, attributes) {
      if (name === "c") {
        total += 1;
        if (total > workbookLimits.cells)
          throw new WorkbookError(
            `The sheet has more than ${workbookLimits.cells.toLocaleString("en")} cells. Save it as CSV and import that.`,
          );
        column = columnOf(attributes.r) ?? column + 1;
        type = attributes.t ?? "n";
        style = Number(attributes.s ?? 0);
        value = "";
        hasFormula = false;
        hasValue = false;
      } else if (name === "row") {
        cells = [];
        column = -1;
        number = Number(attributes.r) || number + 1;
      } else if (name === "f") hasFormula = true;
      else if (name === "rPh") inPhonetic = true;
      else if (name === "v" || (name === "t" && type === "inlineStr" && !inPhonetic)) {
        collecting = true;
        hasValue = true;
      } else if (name === "mergeCell") facts.merged += 1;
    },
    text(text) {
      if (!collecting) return;
      value += text;
      if (value.length > workbookLimits.cellCharacters)
        throw new WorkbookError("A cell of the sheet holds too much text.");
    },
    close(name) {
      if (name === "v" || name === "t") collecting = false;
      else if (name === "rPh") inPhonetic = false;
      else if (name === "c") put();
      else if (name === "row" && cells.length > 0) {
        input.row({ cells, isAfterGap: number > lastFilled + 1 });
        lastFilled = number;
      }
    },
  });
  return facts;
}

/** `AB12` → 27; undefined when a program does not say. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = reference === undefined ? null : /^[A-Z]{1,3}/.exec(reference);
  if (!letters) return undefined;
  let column = 0;
  for (const letter of letters[0]) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
