import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import { hasOtherRows, type Selection } from "../query/selection.ts";
import { shortHash } from "../short-hash.ts";
import type { QueryParameters } from "./query-string.ts";
import { readSelection } from "./read-selection.ts";
import { type CallerView, unknownName } from "./resource.ts";

/** The query string of one row: it can request only the content of its object. */
export interface OneShape {
  readonly selection: Selection;
  /** Distinguishes shapes in ETags. */
  readonly tag: string;
  /** The object also contains or counts other rows, whose changes do not raise this row's version. */
  readonly hasNested: boolean;
}

const PARAMETERS = ["fields", "omit", "expand"] as const;

export function readOneRequest(view: CallerView, model: ModelRecord, parameters: QueryParameters): OneShape {
  const given: Partial<Record<(typeof PARAMETERS)[number], string>> = {};
  parameters.names.forEach((name, index) => {
    const known = PARAMETERS.find((other) => other === name);
    if (!known) throw new UserError("unknown_parameter", unknownName("parameter", name, " for one row", PARAMETERS));
    if (given[known] !== undefined) throw new UserError("invalid_parameter", `"${name}" is given twice.`);
    given[known] = parameters.values[index] as string;
  });
  const selection = readSelection(view, model, given);
  return {
    selection,
    tag: shortHash(JSON.stringify(given)),
    hasNested: hasOtherRows(view.scope, selection),
  };
}
