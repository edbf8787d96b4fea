import { describe, expect, it } from "vitest";
import type { ImportProposal, ProposedColumn } from "#contract/http/imports";
import { fieldTypeOf } from "#engine/field-types/registry";
import {
  blockingRows,
  changeColumn,
  importableTypes,
  labelFromFileName,
  proposalProblems,
  typeFor,
} from "./proposal.ts";
import { widenType } from "./widen-type.ts";

const column = (source: string, rest: Partial<ProposedColumn> = {}): ProposedColumn => ({
  source,
  include: true,
  label: source,
  name: source.toLowerCase(),
  type: { name: "text", maxLength: 200 },
  required: false,
  unique: false,
  isKey: false,
  onBadValue: "refuse",
  ...rest,
});
const proposal = (...columns: ProposedColumn[]): ImportProposal => ({
  modelLabel: "Movie",
  modelName: "movie",
  columns,
});

describe("an import's proposal", () => {
  it("has one key at most", () => {
    const changed = changeColumn(proposal(column("A", { isKey: true }), column("B")), "B", { isKey: true });
    expect(changed.columns.map((each) => each.isKey)).toEqual([false, true]);
  });

  it("gives a renamed field a name that no other has", () => {
    const changed = changeColumn(proposal(column("Title"), column("B")), "B", { label: "Title" });
    expect(changed.columns[1]?.name).toBe("title_2");
    expect(proposalProblems(changed)).toEqual([]);
  });

  it("cannot require a value and empty bad ones at once", () => {
    const blank = changeColumn(proposal(column("A", { required: true })), "A", { onBadValue: "blank" });
    expect(blank.columns[0]).toMatchObject({ required: false, onBadValue: "blank" });
    expect(changeColumn(blank, "A", { required: true }).columns[0]).toMatchObject({
      required: true,
      onBadValue: "refuse",
    });
  });

  it("is not held up by rows that are skipped, emptied or left out", () => {
    const bad = ["A", "B", "C", "D"].map((source) => ({ row: 3, source, value: "x", message: "must be a date" }));
    const given = proposal(
      column("A"),
      column("B", { onBadValue: "blank" }),
      column("C", { onBadValue: "skip_row" }),
      column("D", { include: false }),
    );
    expect([...blockingRows(given, bad).keys()]).toEqual(["A"]);
  });

  it("refuses to begin without a column", () => {
    expect(proposalProblems(proposal(column("A", { include: false })))).toHaveLength(1);
  });

  it.each([
    ["movies.json", "Movies"],
    ["C:\\data\\bird_strikes-2024.csv", "Bird strikes 2024"],
    [".csv", "My app"],
  ])("calls an app from %s %s", (file, label) => expect(labelFromFileName(file)).toBe(label));

  it("widens a number to text at once where a value is none, and step by step where it is only too large", () => {
    expect(widenType({ name: "decimal", digits: 12, scale: 2 }, ["1.234", "Colorado"])?.name).toBe("text");
    expect(widenType({ name: "integer" }, ["", "99999999999"])?.name).toBe("big_integer");
  });

  it("widens every type in steps that end, to options that the type accepts", () => {
    for (const name of importableTypes) {
      let type = typeFor(name, ["1.2345"]);
      for (let step = 0; ; step++) {
        expect(fieldTypeOf(type)?.options.safeParse(type).success).toBe(true);
        const wider = widenType(type);
        if (!wider) break;
        type = wider;
        expect(step).toBeLessThan(6);
      }
    }
  });
});
