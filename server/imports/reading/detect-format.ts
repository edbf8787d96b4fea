import { open } from "node:fs/promises";
import { UserError } from "#engine/errors";
import type { Encoding, FileFormat } from "../../models/file-format.ts";
import { cellSort } from "./cell-sort.ts";
import { linesOf, splitLine } from "./csv-line.ts";
import { headerOfCsv } from "./header-row.ts";
import { findJsonLayout, type JsonLayout } from "./json-layout.ts";

/** Where a workbook's sheet is written to as CSV. */
export const convertedPath = (path: string): string => `${path}.rows`;

const HEAD_BYTES = 256 * 1024;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Whether a file is a workbook, by its content: its name is not reliable. */
export async function isWorkbook(path: string): Promise<boolean> {
  const head = await readHead(path);
  return isZip(head) && !isOpenDocument(head);
}

/** Reads the beginning of a file and says what it is; throws a UserError when it is nothing that can be imported. */
export async function detectFormat(path: string, list?: string): Promise<DetectedFormat> {
  const head = await readHead(path);
  if (head.length === 0) throw new UserError("invalid_values", "The file is empty.");
  return formatOf(head, head.length === HEAD_BYTES, list);
}

/** Of the CSV that a workbook's sheet was written to: all is known but whether the first row are names. */
export async function convertedFormat(path: string): Promise<FileFormat> {
  const text = new TextDecoder("utf-8").decode(await readHead(convertedPath(path)));
  return {
    kind: "csv",
    encoding: "utf-8",
    delimiter: ",",
    hasHeader: hasHeader(linesOf(text), ","),
    isConverted: true,
  };
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

/** With the lists that a JSON file could be read by, when there are several. */
type DetectedFormat = FileFormat & Partial<Pick<JsonLayout, "lists" | "list">>;

export function formatOf(head: Buffer, isCut: boolean, list?: string): DetectedFormat {
  refuseOtherKinds(head);
  const encoding = encodingOf(head, isCut);
  const text = new TextDecoder(encoding).decode(head);
  if (text.includes("\0")) throw new UserError("invalid_values", `This file is not text. ${CAN_BE}`);
  const first = text.trimStart()[0];
  if (first === "<" && MARKUP.test(text.trimStart()))
    throw new UserError("invalid_values", `This file is a web page or XML. ${CAN_BE}`);
  if (first === "[") return { kind: "json", encoding, layout: "list", startsAt: text.indexOf("[") };
  if (first === "{") return { kind: "json", encoding, ...findJsonLayout(text, { isCut, list }) };
  if (text.trim() === "") throw new UserError("invalid_values", "The file has no text in it.");
  return csvFormat(text, encoding);
}

/** Excel's first line that names the delimiter. */
const SEPARATOR_LINE = /^\ufeff?"?sep=(.)"?(?=\r|\n)/i;
/** Titles are looked for so far down. */
const HEAD_LINES = 25;

function csvFormat(text: string, encoding: Encoding): FileFormat {
  const named = SEPARATOR_LINE.exec(text)?.[1];
  const lines = linesOf(text).slice(named === undefined ? 0 : 1);
  const delimiter = named ?? delimiterOf(lines);
  // A quoted cell over several lines is no title, and what comes after it cannot be counted by lines.
  const head = lines.slice(0, HEAD_LINES);
  const isPlain = head.every((line) => (line.split('"').length - 1) % 2 === 0);
  const titles = isPlain ? headerOfCsv(head.map((line) => splitLine(line, delimiter))) : 0;
  const skipLines = titles + (named === undefined ? 0 : 1);
  return {
    kind: "csv",
    encoding,
    delimiter,
    hasHeader: titles > 0 || hasHeader(lines, delimiter),
    ...(skipLines > 0 ? { skipLines } : {}),
    ...(titles > 0
      ? { titles: head.slice(0, titles).filter((line) => line.replaceAll(delimiter, "").trim() !== "").length }
      : {}),
  };
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

/** The delimiter that splits the first lines into the most cells, the same number in each. */
function delimiterOf(all: readonly string[]): string {
  const lines = all.filter((line) => line.trim() !== "").slice(0, 20);
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines; // the last may be cut
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = whole.map((line) => splitLine(line, delimiter).length);
    // Titles above the names have fewer cells; so has a header that lacks one.
    const columns = counts.find((count) => count > 1) ?? 1;
    if (columns < 2) continue;
    const agreeing = counts.filter((count) => count === columns).length / counts.length;
    const score = agreeing * 1_000 + columns;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** A first row whose cells are of the same sorts as the second's, with numbers or dates among them, is data. */
function hasHeader(lines: readonly string[], delimiter: string): boolean {
  const [first, second] = lines.filter((line) => line.replaceAll(delimiter, "").trim() !== "");
  if (first === undefined || second === undefined) return true;
  const sorts = (line: string) => splitLine(line, delimiter).map(cellSort);
  const [names, values] = [sorts(first), sorts(second)];
  // The second may be longer, by a cell too many or a delimiter at its end.
  const isSame = names.length <= values.length && names.every((sort, index) => sort === values[index]);
  const hasValue = names.some((sort) => sort !== "text");
  // Columns named by years, as in tables of figures.
  const isYears = splitLine(first, delimiter).every(
    (cell) => cellSort(cell) === "text" || /^(?:19|20)\d\d$/.test(cell.trim()),
  );
  return !(isSame && hasValue) || isYears;
}
