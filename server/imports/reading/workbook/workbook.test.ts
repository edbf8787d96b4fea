import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sheetOf, workbookParts, type ZipEntry, zip } from "../../../../tests/support/zip.ts";
import { convertedPath, detectFormat, isWorkbook } from "../detect-format.ts";
import { meaningOfFormat, numberText, serialText } from "./cell-formats.ts";
import { convertWorkbook } from "./convert-workbook.ts";
import { workbookToCsv } from "./workbook-to-csv.ts";

const folder = mkdtempSync(path.join(tmpdir(), "quintet-workbook-"));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;
function store(content: Buffer): { path: string; csvPath: string } {
  const file = path.join(folder, `${number++}`);
  writeFileSync(file, content);
  return { path: file, csvPath: convertedPath(file) };
}
async function read(entries: readonly ZipEntry[], sheet?: string) {
  const place = store(zip(entries));
  const found = await workbookToCsv({ ...place, sheet });
  return { ...found, lines: readFileSync(place.csvPath, "utf8").trimEnd().split("\n") };
}

describe("a workbook", () => {
  it("gives texts, numbers, dates, booleans, formulas and errors as a CSV file has them", async () => {
    const cells = [
      '<c r="A2" t="s"><v>0</v></c>',
      '<c r="B2" s="1"><v>46348</v></c>',
      '<c r="C2" s="2"><v>46348.604166666664</v></c>',
      '<c r="D2" t="b"><v>1</v></c>',
      '<c r="E2"><f>SUM(A1)</f><v>0.30000000000000004</v></c>',
      '<c r="F2" t="e"><v>#DIV/0!</v></c>',
      '<c r="G2" t="str"><f>A1</f><v>a "b", c</v></c>',
      '<c r="H2" s="3"><v>1.5</v></c>',
      '<c r="J2"><f>NOW()</f></c>',
    ];
    const head = sheetOf([["t", "d", "dt", "b", "n", "e", "s", "el", "x", "f"]]).replace("</sheetData>", "");
    const { lines, notes } = await read(
      workbookParts({
        sheets: {
          One: `${head}<row r="2">${cells.join("")}</row></sheetData><mergeCells><mergeCell ref="A5:A6"/></mergeCells>`,
        },
        sharedTexts: ["<r><t>Rich </t></r><r><t>text_x000D_&amp;</t></r><rPh><t>read aloud</t></rPh>"],
        formats: [0, 14, 'yyyy\\-mm\\-dd "at" hh:mm', "[h]:mm"],
      }),
    );
    expect(lines.slice(1).join("\n")).toBe(
      '"Rich text\n&",2026-11-22,2026-11-22T14:30:00,true,0.3,,"a ""b"", c",PT129600S',
    );
    expect(notes).toEqual([
      "1 cell holds an error such as #DIV/0! and counts as empty.",
      "1 formula was saved without a result and counts as empty. Open and save the workbook once in a spreadsheet program.",
      "1 group of merged cells: the value is in the first cell, the others are empty.",
    ]);
  });

  it("is read from its first sheet that has rows and can be seen, from where the names of the columns stand", async () => {
    const parts = workbookParts({
      sheets: {
        Secret: sheetOf([["x"], ["1"]]),
        Empty: "<sheetData/>",
        Sales: sheetOf([
          ["Report 2026"],
          [],
          ["made by", "me"],
          ["name", "price", "state"],
          ["A", 1, null],
          [null, null, "new"],
        ]),
        Other: sheetOf([["y"], ["2"]]),
      },
      hidden: ["Secret"],
    });
    const { lines, sheet, sheets, notes } = await read(parts);
    expect({ sheet, sheets, lines }).toEqual({
      sheet: "Sales",
      sheets: ["Secret", "Empty", "Sales", "Other"],
      lines: ["name,price,state", "A,1", ",,new"],
    });
    expect(notes).toEqual(["2 rows above the names of the columns are left out."]);
    expect((await read(parts, "Other")).lines).toEqual(["y", "2"]);
    await expect(read(parts, "Nowhere")).rejects.toThrow("no sheet of this name");
    await expect(read(parts, "Empty")).rejects.toThrow("has no rows");
  });

  it("has the names of its columns where they stand, whatever is beside the table", async () => {
    const table = [
      ["Region", "North", "South"],
      ["2023", 1, 2],
      ["2024", 3, 4],
      ["2025", 5, 6],
    ];
    const remark = table.map((row, index) => (index === 1 ? [...row, null, "see", "the", "other", "sheet"] : row));
    expect((await read(workbookParts({ sheets: { S: sheetOf(remark) } }))).lines[0]).toBe("Region,North,South");
    const nameless = [["Figures"], [null, "North", "South"], ...table.slice(1)];
    const found = await read(workbookParts({ sheets: { S: sheetOf(nameless) } }));
    expect([found.lines[0], found.notes]).toEqual([
      ",North,South",
      ["1 row above the names of the columns is left out."],
    ]);
  });

  it("has names that lack those of its first columns", async () => {
    const rows = [
      [null, null, "2023", "2024"],
      ["North", "Food", 1, 2],
      ["South", "Food", 3, 4],
    ];
    const found = await read(workbookParts({ sheets: { S: sheetOf(rows) } }));
    expect([found.lines, found.notes]).toEqual([[",,2023,2024", "North,Food,1,2", "South,Food,3,4"], []]);
  });

  it("gives the table with the most rows, of several on a small sheet, and says what it leaves out", async () => {
    const long = [
      ["Name", "Qty"],
      ["a", 1],
      ["b", 2],
    ];
    const wide = [
      ["Other", "Table", "Three"],
      ["x", "y", "z"],
    ];
    const more = [
      ["w", "y", "z"],
      ["v", "y", "z"],
    ];
    const note = (rows: string) =>
      expect.stringContaining(`another table, and ${rows} left out. To import it too, move it to a sheet of its own.`);
    const first = await read(workbookParts({ sheets: { S: sheetOf([...long, [], ...wide]) } }));
    expect([first.lines, first.notes]).toEqual([["Name,Qty", "a,1", "b,2"], [note("2 rows of it are")]]);
    const second = await read(
      workbookParts({ sheets: { S: sheetOf([["Title"], ...long, [], [], ...wide, ...more]) } }),
    );
    expect([second.lines[0], second.lines.length, second.notes]).toEqual([
      "Other,Table,Three",
      4,
      [note("4 rows of it are")],
    ]);
    const gaps = [["Name", "City", "Qty"], ["a", "X", 1], [], ["b", "Y", 2], ["c", "Z", 3], [], ["Total", null, 6]];
    const one = await read(workbookParts({ sheets: { S: sheetOf(gaps) } }));
    expect([one.lines.length, one.notes]).toEqual([5, []]);
  });

  it("counts from 1904 although a list of extensions repeats the element without the flag", async () => {
    const sheet = sheetOf([["day"]]).replace(
      "</sheetData>",
      '<row r="2"><c r="A2" s="1"><v>1</v></c></row></sheetData>',
    );
    const parts = workbookParts({ sheets: { S: sheet }, formats: [0, 14], is1904: true }).map((part) =>
      part.name === "xl/workbook.xml"
        ? {
            ...part,
            content: String(part.content).replace(
              "</workbook>",
              '<extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>',
            ),
          }
        : part,
    );
    expect((await read(parts)).lines).toEqual(["day", "1904-01-02"]);
  });

  it("keeps the zeros that a number format shows in front", async () => {
    const cells = '<row r="2"><c r="A2" s="1"><v>501</v></c><c r="B2" s="2"><v>10203</v></c></row>';
    const sheet = sheetOf([["zip", "id"]]).replace("</sheetData>", `${cells}</sheetData>`);
    const { lines } = await read(workbookParts({ sheets: { S: sheet }, formats: [0, "00000", "000\\-000"] }));
    expect(lines[1]).toBe("00501,010-203");
  });

  it("does not become a million rows because one cell stands far down", async () => {
    const far =
      '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>2</v></c></row></sheetData>';
    expect((await read(workbookParts({ sheets: { S: far } }))).lines).toEqual(["1", ",2"]);
  });
});

describe("numbers of a workbook", () => {
  it.each([
    [14, undefined, "date"],
    [22, undefined, "date_time"],
    [2, undefined, "number"],
    [0, "#,##0.00 [$€-407]", "number"],
    [0, '"days" 0', "number"],
    [0, "dd/mm/yyyy;@", "date"],
    [0, "mmm yy", "date"],
    [0, "h:mm AM/PM", "time"],
    [0, "[Red]0.00", "number"],
    [0, "[h]:mm:ss", "elapsed"],
    [0, "General", "number"],
    [0, "0.000E+00", "number"],
    [0, "##0.0E-0", "number"],
    [0, "[$-411]ggge", "date"],
    [0, "00000", "digits:00000"],
    [0, "000\\-00\\-0000", "digits:000-00-0000"],
    [0, "0", "number"],
    [0, "0.00", "number"],
  ] as const)("with the format %i %s are %s", (id, code, meaning) => expect(meaningOfFormat(id, code)).toBe(meaning));

  it.each([
    [1, "date", false, "1900-01-01"],
    [59, "date", false, "1900-02-28"],
    [61, "date", false, "1900-03-01"],
    [0, "date", true, "1904-01-01"],
    [44886, "date", true, "2026-11-22"],
    [46348.999999999, "date_time", false, "2026-11-23T00:00:00"],
    [0.5, "time", false, "12:00:00"],
    [-1, "date", false, undefined],
    [1e300, "date", false, undefined],
  ] as const)("serial %d as %s (1904: %s) is %s", (serial, meaning, is1904, text) =>
    expect(serialText(serial, meaning, is1904)).toBe(text),
  );

  it("keep what is shown and lose what only binary has", () => {
    expect(["0.1", "1.0000000000000001E-2", "9007199254740991", "12345.670000000002", "1E21"].map(numberText)).toEqual([
      "0.1",
      "0.01",
      "9007199254740991",
      "12345.67",
      "1e+21",
    ]);
  });
});

describe("a hostile workbook", () => {
  const sheet = (content: string) => workbookParts({ sheets: { S: content } });
  const bomb = `<sheetData>${" ".repeat(60_000_000)}</sheetData>`;
  it.each([
    ["a zip bomb", sheet(bomb), "unpacks to far more"],
    ["a zip bomb with a false size", sheet(bomb).map((entry) => ({ ...entry, claimedSize: 100 })), "damaged"],
    [
      "entities that grow",
      sheet("x").map((entry) =>
        entry.name.includes("sheet1") ? { ...entry, content: '<!DOCTYPE a [<!ENTITY b "bbb">]><a>&b;</a>' } : entry,
      ),
      "no spreadsheet program",
    ],
    ["a password", sheet("x").map((entry) => ({ ...entry, isEncrypted: true })), "password"],
    ["no workbook at all", [{ name: "hello.txt", content: "hello" }], "no workbook"],
    ["a path out of the archive", [...sheet("x"), { name: "../../etc/passwd", content: "x" }], "damaged"],
    ["too many entries", Array.from({ length: 6_000 }, (_, index) => ({ name: `e${index}`, content: "" })), "unpacks"],
    ["a sheet that ends in the middle", sheet("<sheetData><row"), "damaged"],
    [
      "a column beyond all others",
      sheet('<sheetData><row><c r="XFD1"><v>1</v></c></row></sheetData>'),
      "first 500 columns",
    ],
    [
      "a cell without end",
      sheet(`<sheetData><row><c t="inlineStr"><is><t>${"ab".repeat(200_000)}</t></is></c></row></sheetData>`),
      "too much text",
    ],
    ["texts that are not there", sheet('<sheetData><row><c t="s"><v>99</v></c></row></sheetData>'), "no rows"],
  ] as const)("(%s) is refused with a sentence", async (_, entries, why) => {
    await expect(read(entries as readonly ZipEntry[])).rejects.toThrow(why);
  });

  it("ends its thread and nothing else: this one answers meanwhile", async () => {
    const place = store(zip(sheet(sheetOf(Array.from({ length: 20_000 }, (_, row) => [row, `text ${row}`, row / 7])))));
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 5);
    expect(await convertWorkbook(place)).toMatchObject({ sheet: "S" });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
    await expect(convertWorkbook(store(zip(sheet(bomb))))).rejects.toThrow("unpacks to far more");
  });
});

describe("what is no workbook", () => {
  const ods = zip([{ name: "x", content: "x" }]);
  it.each([
    ["an old spreadsheet", Buffer.from("d0cf11e0a1b11ae1", "hex"), "old spreadsheet (.xls)"],
    [
      "a workbook with a password",
      Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.from("EncryptedPackage", "utf16le")]),
      "protected by a password",
    ],
    ["a PDF", Buffer.from("%PDF-1.7"), "a PDF"],
    ["something packed", Buffer.from("1f8b0800", "hex"), "compressed"],
    [
      "an OpenDocument",
      Buffer.concat([ods.subarray(0, 30), Buffer.from("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")]),
      "OpenDocument spreadsheet (.ods)",
    ],
  ])("(%s) is called by its name", async (_, content, why) => {
    const { path: file } = store(content);
    expect(await isWorkbook(file)).toBe(false);
    await expect(detectFormat(file)).rejects.toThrow(why);
  });
});
