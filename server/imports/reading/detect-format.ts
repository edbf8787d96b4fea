import { open } from "node:fs/promises";
import { UserError } from "#engine/errors";
import { parseLooseDate } from "#engine/field-types/loose-dates";
import { parseLooseNumber } from "#engine/field-types/loose-numbers";
import type { Encoding, FileFormat } from "../../models/file-format.ts";

/** Where a workbook's sheet is written to as CSV. */
export const convertedPath = (path: string): string => `${path}.rows`;

const HEAD_BYTES = 256 * 1024;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Whether a file is a workbook, by its content: what it is called says nothing. */
export async function isWorkbook(path: string): Promise<boolean> {
  const head = await readHead(path);
  return isZip(head) && !isOpenDocument(head);
}

/** Reads the beginning of a file and says what it is; throws a UserError when it is nothing that can be imported. */
export async function detectFormat(path: string): Promise<FileFormat> {
  const head = await readHead(path);
  if (head.length === 0) throw new UserError("invalid_values", "The file is empty.");
  return formatOf(head, head.length === HEAD_BYTES);
}

/** Of the CSV that a workbook's sheet was written to: all is known but whether the first row are names. */
export async function convertedFormat(path: string): Promise<FileFormat> {
  const text = new TextDecoder("utf-8").decode(await readHead(convertedPath(path)));
  return { kind: "csv", encoding: "utf-8", delimiter: ",", hasHeader: hasHeader(text, ","), isConverted: true };
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export function formatOf(head: Buffer, isCut: boolean): FileFormat {
  refuseOtherKinds(head);
  const encoding = encodingOf(head, isCut);
  const text = new TextDecoder(encoding).decode(head);
  if (text.includes("\0")) throw new UserError("invalid_values", `This file is not text. ${CAN_BE}`);
  const first = text.trimStart()[0];
  if (first === "<" && MARKUP.test(text.trimStart()))
    throw new UserError("invalid_values", `This file is a web page or XML. ${CAN_BE}`);
  if (first === "[") return { kind: "json", encoding, layout: "list", startsAt: text.indexOf("[") };
  if (first === "{") return { kind: "json", encoding, ...objectLayout(text, isCut) };
  if (text.trim() === "") throw new UserError("invalid_values", "The file has no text in it.");
  const delimiter = delimiterOf(text);
  return { kind: "csv", encoding, delimiter, hasHeader: hasHeader(text, delimiter) };
}

const CAN_BE = "CSV, TSV, JSON, NDJSON and XLSX files can be imported.";
const isZip = (head: Buffer): boolean => head.subarray(0, 4).toString("hex") === "504b0304";
/** LibreOffice and its kin say what they are in the first entry, unpacked. */
const isOpenDocument = (head: Buffer): boolean =>
  head.subarray(30, 120).toString("latin1").startsWith("mimetypeapplication/vnd.oasis.opendocument");

function refuseOtherKinds(head: Buffer): void {
  const signature = head.subarray(0, 8).toString("hex");
  const starts = (hex: string) => signature.startsWith(hex);
  const other = isOpenDocument(head)
    ? "an OpenDocument spreadsheet (.ods). Save it as .xlsx or CSV first"
    : starts("504b")
      ? "an empty ZIP archive"
      : starts("d0cf11e0")
        ? head.includes(Buffer.from("EncryptedPackage", "utf16le"))
          ? "a workbook that is protected by a password. Save it without one first"
          : "an old spreadsheet (.xls). Save it as .xlsx or CSV first"
        : starts("1f8b") || starts("28b52ffd") || starts("fd377a585a") || starts("425a68")
          ? "compressed. Unpack it first"
          : starts("25504446")
            ? "a PDF. Copy the table into a spreadsheet and save that"
            : starts("50415231")
              ? "a Parquet file. Export it as CSV first"
              : starts("53514c697465")
                ? "an SQLite database. Export its table as CSV first"
                : undefined;
  if (other !== undefined) throw new UserError("invalid_values", `This file is ${other}. ${CAN_BE}`);
}

const MARKUP = /^<(?:!doctype\b|!--|\?xml\b|(?:html|head|body|svg|rss|feed)\b)/i;

/**
 * By the mark at its beginning, or by the zeros that UTF-16 has in every second byte of Latin text, else by whether it is
 * well-formed UTF-8. What comes later in the file may still refute it.
 */
function encodingOf(head: Buffer, isCut: boolean): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const unmarked = unmarkedUtf16(head.subarray(0, 400));
  if (unmarked) return unmarked;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: isCut });
    return "utf-8";
  } catch {
    return "windows-1252"; // not UTF-8: what spreadsheets on Windows write
  }
}

function unmarkedUtf16(head: Buffer): Encoding | undefined {
  let even = 0;
  let odd = 0;
  head.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  const many = head.length / 4;
  if (odd > many && even === 0) return "utf-16le";
  return even > many && odd === 0 ? "utf-16be" : undefined;
}

/**
 * `{ … }` at the beginning: records one after the other, or one object around a list of them (`{"data": [{…}]}`, GeoJSON's
 * features). It is the latter when the first object does not end, or is alone, and holds a list of objects.
 */
function objectLayout(text: string, isCut: boolean): { layout: "list" | "lines"; startsAt: number } {
  const start = text.indexOf("{");
  let depth = 0;
  let inText = false;
  let listAt = -1;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (inText) {
      if (character === "\\") index += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === "{" || character === "[") {
      if (character === "[" && depth === 1 && listAt < 0 && /^\[\s*\{/.test(text.slice(index, index + 200)))
        listAt = index;
      depth += 1;
    } else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth > 0) continue;
      const rest = text.slice(index + 1).trimStart();
      const isAlone = rest === "" && !isCut;
      return isAlone && listAt >= 0 ? { layout: "list", startsAt: listAt } : { layout: "lines", startsAt: start };
    }
  }
  return listAt >= 0 ? { layout: "list", startsAt: listAt } : { layout: "lines", startsAt: start };
}

/** The delimiter that splits the first lines into the most cells, the same number in each. */
function delimiterOf(text: string): string {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines; // the last may be cut
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = whole.map((line) => splitLine(line, delimiter).length);
    const columns = counts[0] ?? 1;
    if (columns < 2) continue;
    const agreeing = counts.filter((count) => count === columns).length / counts.length;
    const score = agreeing * 1_000 + columns;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** One line's cells; good enough to look at a head, where a cell over several lines only costs a vote. */
function splitLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += character;
  }
  return [...cells, cell];
}

/** A first row whose cells are of the same sorts as the second's, with numbers or dates among them, is data. */
function hasHeader(text: string, delimiter: string): boolean {
  const [first, second] = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "");
  if (first === undefined || second === undefined) return true;
  const sorts = (line: string) => splitLine(line, delimiter).map(sortOf);
  const [names, values] = [sorts(first), sorts(second)];
  // The second may be longer, by a cell too many or a delimiter at its end.
  const isSame = names.length <= values.length && names.every((sort, index) => sort === values[index]);
  const hasValue = names.some((sort) => sort !== "text");
  // Columns named by years, as in tables of figures.
  const isYears = splitLine(first, delimiter).every(
    (cell) => sortOf(cell) === "text" || /^(?:19|20)\d\d$/.test(cell.trim()),
  );
  return !(isSame && hasValue) || isYears;
}

function sortOf(cell: string): "number" | "date" | "text" {
  if (parseLooseNumber(cell)) return "number";
  return parseLooseDate(cell, { order: "month_first", latestYear: 2040 }) ? "date" : "text";
}
