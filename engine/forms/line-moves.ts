import type { JsonValue } from "../definition/json.ts";
import { fewestMoves } from "../rest/fewest-moves.ts";
import { isCut } from "./cut-lists.ts";
import { isStored, type LineRows, linesOfRow } from "./form-lines.ts";
import type { FormPlan } from "./form-plan.ts";
import type { LinesBody } from "./lines-body.ts";

type Item = Record<string, JsonValue>;

/**
 * What is written, with the moves that bring the stored rows of lines into the order in which the form has them: `{"id": "3", "place":
 * {"after": "1"}}`. Rows that the form does not speak of keep their places.
 */
export function withLineMoves(
  plan: FormPlan,
  written: LinesBody,
  { rows, row }: { readonly rows: LineRows; readonly row: Readonly<Record<string, JsonValue>> },
): LinesBody {
  const body = { ...written.body };
  const ids = new Map(written.rows);
  for (const lines of plan.lines) {
    const { name, position } = lines;
    if (!position || lines.areStoredReadOnly || isCut(row, name)) continue;
    const keysIn = (of: LineRows) =>
      (of.get(name) ?? []).filter((each) => isStored(each) && !each.isDeleted).map(({ id }) => id);
    const present = keysIn(linesOfRow({ lines: [{ ...lines, blank: 0 }] }, row));
    const order = keysIn(rows).filter((id) => present.includes(id));
    const moves = fewestMoves(present, order);
    if (moves.length === 0) continue;
    const items = [...((body[name] ?? []) as Item[])];
    const named = [...(ids.get(name) ?? [])];
    for (const { item, after } of moves) {
      const place = { [position.name]: { after: after === null ? null : after.slice(1) } };
      const at = named.indexOf(item);
      if (at >= 0) items[at] = { ...items[at], ...place };
      else {
        items.push({ id: item.slice(1), ...place });
        named.push(item);
      }
    }
    body[name] = items;
    ids.set(name, named);
  }
  return { body, rows: ids };
}
