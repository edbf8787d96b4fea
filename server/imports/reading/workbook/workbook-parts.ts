import { meaningOfFormat, type NumberMeaning } from "./cell-formats.ts";
import { parseXml } from "./parse-xml.ts";
import { WorkbookError, workbookLimits } from "./workbook-error.ts";
import type { ZipParts } from "./zip-parts.ts";

export interface WorkbookSheet {
  readonly name: string;
  /** Its part of the archive. */
  readonly part: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  readonly is1904: boolean;
  readonly sharedTextsPart: string | undefined;
  readonly stylesPart: string | undefined;
}

/** The parts are found as the format says, by relations and types: their names differ between programs. */
export async function readWorkbook(parts: ZipParts): Promise<Workbook> {
  const [main] = [...(await readRelations(parts, "_rels/.rels", ""))].filter(
    ([, { type }]) => type === "officeDocument",
  );
  const workbookPart = main?.[1].target ?? "xl/workbook.xml";
  if (!parts.has(workbookPart)) throw notWorkbook();
  if (workbookPart.endsWith(".bin"))
    throw new WorkbookError("This is a binary workbook (.xlsb). Save it as .xlsx or CSV first.");
  const folder = workbookPart.slice(0, workbookPart.lastIndexOf("/") + 1);
  const relations = await readRelations(parts, `${folder}_rels/${workbookPart.slice(folder.length)}.rels`, folder);
  const sheets: WorkbookSheet[] = [];
  let is1904 = false;
  await parseXml(parts.text(workbookPart, workbookLimits.smallPartBytes), {
    open(name, attributes) {
      // Lists of extensions repeat the element without the flag.
      if (name === "workbookPr" && attributes.date1904 !== undefined)
        is1904 = attributes.date1904 === "1" || attributes.date1904 === "true";
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1];
      const relation = id === undefined ? undefined : relations.get(id);
      // Charts are sheets too, and hold no rows.
      if (relation?.type !== "worksheet" || !parts.has(relation.target)) return;
      if (sheets.length >= workbookLimits.sheets) throw new WorkbookError("The workbook has too many sheets.");
      const label = (attributes.name ?? "").slice(0, 300) || `Sheet ${sheets.length + 1}`;
      sheets.push({ name: label, part: relation.target, isHidden: (attributes.state ?? "visible") !== "visible" });
    },
  });
  if (sheets.length === 0) throw new WorkbookError("The workbook has no sheet with rows.");
  const partOf = (type: string) =>
    [...relations.values()].find((each) => each.type === type && parts.has(each.target))?.target;
  return { sheets, is1904, sharedTextsPart: partOf("sharedStrings"), stylesPart: partOf("styles") };
}

const notWorkbook = (): WorkbookError =>
  new WorkbookError("This file is a ZIP archive and no workbook. Unpack it, and import a file of it.");

interface Relation {
  /** The last word of its type's address. */
  readonly type: string;
  readonly target: string;
}

async function readRelations(parts: ZipParts, part: string, folder: string): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>();
  if (!parts.has(part)) return relations;
  await parseXml(parts.text(part, workbookLimits.smallPartBytes), {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== "Relationship" || Id === undefined || Target === undefined || TargetMode === "External") return;
      const target = Target.startsWith("/") ? Target.slice(1) : `${folder}${Target}`;
      relations.set(Id, { type: (Type ?? "").slice((Type ?? "").lastIndexOf("/") + 1), target });
    },
  });
  return relations;
}

/** What the numbers of each cell style are. */
export async function readStyles(parts: ZipParts, part: string | undefined): Promise<readonly NumberMeaning[]> {
  if (part === undefined) return [];
  const codes = new Map<number, string>();
  const meanings: NumberMeaning[] = [];
  let inCellFormats = false;
  await parseXml(parts.text(part, workbookLimits.smallPartBytes), {
    open(name, attributes) {
      if (name === "numFmt") codes.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
      else if (name === "cellXfs") inCellFormats = true;
      else if (name === "xf" && inCellFormats) {
        const id = Number(attributes.numFmtId ?? 0);
        meanings.push(meaningOfFormat(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === "cellXfs") inCellFormats = false;
    },
  });
  return meanings;
}

/** The texts that cells name by number. Formatting inside a text is passed over, and how it is read aloud. */
export async function readSharedTexts(parts: ZipParts, part: string | undefined): Promise<readonly string[]> {
  if (part === undefined) return [];
  const texts: string[] = [];
  let characters = 0;
  let current = "";
  let inText = false;
  let inPhonetic = false;
  await parseXml(parts.text(part), {
    open(name) {
      if (name === "si") current = "";
      else if (name === "rPh") inPhonetic = true;
      else if (name === "t") inText = !inPhonetic;
    },
    text(text) {
      if (inText) current += text;
    },
    close(name) {
      if (name === "t") inText = false;
      else if (name === "rPh") inPhonetic = false;
      else if (name === "si") {
        characters += current.length;
        texts.push(unescaped(current));
        if (texts.length > workbookLimits.sharedTexts || characters > workbookLimits.sharedCharacters)
          throw new WorkbookError(
            "The workbook has more text than can be imported from one. Save the sheet as CSV first.",
          );
      }
    },
  });
  return texts;
}

/** `_x000D_` stands for a character that XML cannot hold. What no text can hold either is left out. */
export const unescaped = (text: string): string => {
  const clean = text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
  return clean.replaceAll("\0", "").replace(/\r\n?/g, "\n");
};
