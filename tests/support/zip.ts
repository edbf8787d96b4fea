import { crc32, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the directory claims that it unpacks to, if that is a lie. */
  readonly claimedSize?: number;
  readonly isEncrypted?: boolean;
}

/** A zip archive in memory, also a dishonest one. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedSize, isEncrypted } of entries) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(isEncrypted ? 1 : 0, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(plain), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(claimedSize ?? plain.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), head, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("504b01021400", "hex"), head, rest, Buffer.from(name)]));
    files.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, central, end]);
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export interface WorkbookParts {
  /** Sheets by name: what stands inside `<worksheet>`. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly hidden?: readonly string[];
  readonly sharedTexts?: readonly string[];
  /** Number formats of the cell styles 0, 1, 2 …: an id, or a code. */
  readonly formats?: readonly (number | string)[];
  readonly is1904?: boolean;
}

/** The parts of a workbook, as spreadsheet programs write them. */
export function workbookParts(parts: WorkbookParts): ZipEntry[] {
  const names = Object.keys(parts.sheets);
  const formats = parts.formats ?? [0];
  const codes = formats.flatMap((format, index) =>
    typeof format === "string"
      ? [`<numFmt numFmtId="${200 + index}" formatCode="${format.replaceAll('"', "&quot;")}"/>`]
      : [],
  );
  const xfs = formats.map((format, index) => `<xf numFmtId="${typeof format === "string" ? 200 + index : format}"/>`);
  return [
    {
      name: "_rels/.rels",
      content: `${HEAD}<Relationships><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: "xl/workbook.xml",
      content: `${HEAD}<workbook xmlns:r="${OFFICE}"><workbookPr${parts.is1904 ? ' date1904="1"' : ""}/><sheets>${names
        .map(
          (name, index) =>
            `<sheet name="${name}" sheetId="${index + 1}"${parts.hidden?.includes(name) ? ' state="hidden"' : ""} r:id="rId${index + 1}"/>`,
        )
        .join("")}</sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `${HEAD}<Relationships>${names
        .map(
          (_, index) =>
            `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
        )
        .join(
          "",
        )}<Relationship Id="s" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="t" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    {
      name: "xl/styles.xml",
      content: `${HEAD}<styleSheet><numFmts>${codes.join("")}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.join("")}</cellXfs></styleSheet>`,
    },
    {
      name: "xl/sharedStrings.xml",
      content: `${HEAD}<sst>${(parts.sharedTexts ?? []).map((text) => `<si>${text}</si>`).join("")}</sst>`,
    },
    ...names.map((name, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: `${HEAD}<worksheet>${parts.sheets[name]}</worksheet>`,
    })),
  ];
}

/** A sheet of texts and numbers. */
export const sheetOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `<sheetData>${rows
    .map(
      (cells, row) =>
        `<row r="${row + 1}">${cells
          .map((cell, column) => {
            const at = `${String.fromCharCode(65 + column)}${row + 1}`;
            if (cell === null) return `<c r="${at}"/>`;
            return typeof cell === "number"
              ? `<c r="${at}"><v>${cell}</v></c>`
              : `<c r="${at}" t="inlineStr"><is><t>${cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
          })
          .join("")}</row>`,
    )
    .join("")}</sheetData>`;
