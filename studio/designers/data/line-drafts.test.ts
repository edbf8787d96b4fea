import { describe, expect, it } from "vitest";
import {
  hasUnsavedLines,
  newLine,
  refusedLines,
  sentLines,
  storedLine,
  withoutLine,
  withValue,
} from "./line-drafts.ts";

const chair = storedLine({ id: 1, version: 3, values: { product: "Chair", quantity: 2 }, titles: {} });
const table = storedLine({ id: 2, version: 1, values: { product: "Table", quantity: 1 }, titles: {} });
const fresh = withValue(newLine("line-1", []), "product", "Lamp");

describe("lines that are edited in the panel of their row", () => {
  it("are sent as what is new, what differs and what goes, with their versions", () => {
    const changed = withValue(chair, "quantity", 5);
    const lines = withoutLine([changed, table, fresh], table);
    expect(sentLines({ lines })).toEqual({
      values: {
        lines: [{ id: 1, _version: 3, quantity: 5 }, { id: 2, _version: 1, _delete: true }, { product: "Lamp" }],
      },
      keys: { lines: ["1", "2", "line-1"] },
    });
  });

  it("are not sent while they are as they are stored", () => {
    expect(hasUnsavedLines({ lines: [chair, withValue(withValue(table, "quantity", 7), "quantity", 1)] })).toBe(false);
    expect(hasUnsavedLines({ lines: withoutLine([chair, fresh], fresh) })).toBe(false);
    expect(hasUnsavedLines(undefined)).toBe(false);
  });

  it("show what was refused at the line that was sent, whichever others were", () => {
    const lines = [chair, withValue(table, "quantity", 0), fresh];
    const shown = refusedLines({ lines }, sentLines({ lines }), [
      { list: "lines", index: 0, field: "quantity", message: "At least 1." },
      { list: "lines", index: 1, message: "Not this one." },
    ]);
    expect(shown.lines?.map(({ refused }) => refused)).toEqual([
      {},
      { quantity: "At least 1." },
      { "": "Not this one." },
    ]);
    expect(withValue(shown.lines?.[1] as typeof table, "quantity", 2).refused).toEqual({});
  });
});
