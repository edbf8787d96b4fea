import type { JsonValue } from "../definition/json.ts";
import { type FieldRecord, isPosition } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { FieldError } from "../errors.ts";
import { keyOf } from "../field-types/keys.ts";
import type { SqlValue } from "../sql/sql.ts";
import { isObject, pointerOf } from "./read-body.ts";
import type { CallerView } from "./resource.ts";

/** Next to which row another one is to be: `{"after": 3}`, `{"before": 3}`, first `{"after": null}`, last `{"before": null}`. */
export interface Place {
  readonly side: "after" | "before";
  /** Null: it is to be first, or last. */
  readonly anchor: SqlValue | null;
  /** Where it stands in the body. */
  readonly pointer: string;
}

/** What a body says of the row's place in an order by hand: `"position": {"after": 3}`. */
export interface RowMove {
  readonly field: FieldRecord;
  readonly place: Place;
  readonly pointer: string;
}

export interface ReadMoves {
  readonly rest: JsonValue;
  readonly moves: readonly RowMove[];
  readonly errors: readonly FieldError[];
}

export function readMoves(view: CallerView, model: ModelRecord, body: JsonValue): ReadMoves {
  if (!isObject(body)) return { rest: body, moves: [], errors: [] };
  const fields = view.scope.reader.fields(model.id).filter((field) => {
    const sent = isPosition(field) && Object.hasOwn(body, field.name) ? body[field.name] : undefined;
    return sent !== undefined && isObject(sent);
  });
  if (fields.length === 0) return { rest: body, moves: [], errors: [] };
  const errors: FieldError[] = [];
  const moves = fields.flatMap((field): RowMove[] => {
    const pointer = pointerOf(field.name);
    if (view.scope.mayWrite?.(field) === false) {
      errors.push({ pointer, code: "read_only", message: `"${field.name}" may be read here and not set.` });
      return [];
    }
    const place = readPlace(body[field.name] as JsonValue, { what: field.label, target: model, pointer, errors });
    return place ? [{ field, place, pointer }] : [];
  });
  const names = new Set(fields.map(({ name }) => name));
  return { rest: Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name))), moves, errors };
}

export function readPlace(
  input: JsonValue,
  place: {
    readonly what: string;
    /** The model whose rows are named. */
    readonly target: ModelRecord;
    readonly pointer: string;
    /** Mistakes are added to these. */
    readonly errors: FieldError[];
  },
): Place | undefined {
  const { what, target, pointer, errors } = place;
  const sides = (["after", "before"] as const).filter((side) => isObject(input) && Object.hasOwn(input, side));
  const [side] = sides;
  if (!isObject(input) || side === undefined || sides.length > 1) {
    const message = `${what} is changed by {"after": <id>} or {"before": <id>}, or with null to be first or last.`;
    errors.push({ pointer, code: "wrong_type", message });
    return undefined;
  }
  const sent = input[side] as JsonValue;
  if (sent === null) return { side, anchor: null, pointer };
  const read = keyOf(target).parse(sent);
  if (read.ok) return { side, anchor: read.value as SqlValue, pointer };
  errors.push({ pointer: `${pointer}/${side}`, code: read.code, message: `${what} ${read.message}.` });
  return undefined;
}
