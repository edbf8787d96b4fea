import type { FieldId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldAction, Who } from "#engine/definition/records/access";
import { fieldGrants } from "#engine/edits/commands/grants";
import type { Matrix } from "./use-matrix.ts";

type Shown = "follows" | "yes" | "no";

export interface FieldCell {
  readonly shown: Shown;
  /** Another rule of the field is for these callers too. */
  readonly isByOthers: boolean;
  /** What the rules of the field give them in the live app, where that is something else. */
  readonly live: Shown | undefined;
}

interface FieldOfCallers {
  readonly fieldId: FieldId;
  readonly action: FieldAction;
  readonly who: Who;
}

export function fieldCell(place: FieldOfCallers, { reader, verdicts, live }: Matrix): FieldCell {
  const { fieldId, action, who } = place;
  const own = ownOf(reader, place);
  const field = reader.field(fieldId);
  const all = own !== "follows" && field ? verdicts.field(who, field, action) : undefined;
  const isByOthers = own === "no" && all === true;
  const wasThere = live?.field(fieldId) && ownOf(live, place);
  return {
    shown: isByOthers ? "yes" : own,
    isByOthers,
    live: wasThere !== undefined && wasThere !== own ? wasThere : undefined,
  };
}

function ownOf(reader: DefinitionReader, { who, ...place }: FieldOfCallers): Shown {
  const grants = fieldGrants(reader, place);
  if (grants === "model") return "follows";
  return grants.includes(who) ? "yes" : "no";
}

const WORDS: Readonly<Record<Shown, string>> = { follows: "follows the model", yes: "yes", no: "no" };

export function fieldWords(cell: FieldCell): string {
  const shown = cell.isByOthers ? "yes, by a rule for others" : WORDS[cell.shown];
  return cell.live === undefined ? shown : `${shown}; live: ${WORDS[cell.live]}`;
}
