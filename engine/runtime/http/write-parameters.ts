import { UserError } from "../../errors.ts";
import { parseQuery, type QueryParameters } from "../../rest/query-string.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { allow } from "./api-access.ts";
import type { HostedCall } from "./hosted-call.ts";

const CONFIRM = "confirm";
const SHOWS = new Set(["fields", "omit", "expand"]);

/** The query string of a write of one row. */
export interface WriteParameters {
  /** `?confirm=true`: the write is done although it breaks validations that only warn. */
  readonly isConfirmed: boolean;
  /** What the response is to show, by the parameters of reading one row; none for the row alone. */
  readonly shown: QueryParameters;
}

/** Judged before anything is written. What a response is to show can be said by callers who may read. */
export function writeParameters(call: HostedCall, unit: ModelUnit): WriteParameters {
  const { names, values } = parseQuery(call.query);
  const other = names.find((name) => name !== CONFIRM && !SHOWS.has(name));
  if (other !== undefined) throw unknownForWrite(other);
  const isShown = (_: string, index: number) => names[index] !== CONFIRM;
  const shown = { names: names.filter(isShown), values: values.filter(isShown) };
  if (shown.names.length > 0) {
    allow(call, unit, "read");
    unit.one(call.who, shown);
  }
  return { isConfirmed: confirmation(values.filter((value, index) => !isShown(value, index))), shown };
}

/** Of a write of many rows, of which it is the only parameter. */
export function isConfirmed({ query }: Pick<HostedCall, "query">): boolean {
  const { names, values } = parseQuery(query);
  const other = names.find((name) => name !== CONFIRM);
  if (other !== undefined) throw unknownForWrite(other);
  return confirmation(values);
}

const DRY_RUN = "dry_run";

/** The query string of a delete of one row. */
export interface DeleteParameters {
  /** `?dry_run=true`: it only says what it would do. */
  readonly isDryRun: boolean;
  /** `?confirm=true`: it is done although rows that stay break validations that only warn then. */
  readonly isConfirmed: boolean;
}

export function deleteParameters({ query }: Pick<HostedCall, "query">): DeleteParameters {
  const { names, values } = parseQuery(query);
  const other = names.find((name) => name !== DRY_RUN && name !== CONFIRM);
  if (other !== undefined) throw unknownForWrite(other);
  const of = (name: string) => values.filter((_, index) => names[index] === name);
  return { isDryRun: yesOrNo(DRY_RUN, of(DRY_RUN)), isConfirmed: confirmation(of(CONFIRM)) };
}

const confirmation = (values: readonly string[]): boolean => yesOrNo(CONFIRM, values);

function yesOrNo(name: string, values: readonly string[]): boolean {
  const value = values.at(-1) ?? "false";
  if (values.length > 1 || (value !== "true" && value !== "false")) {
    throw new UserError("invalid_parameter", `"${name}" is given once, as "true" or "false".`);
  }
  return value === "true";
}

const unknownForWrite = (name: string): UserError =>
  new UserError("unknown_parameter", `There is no parameter "${name.slice(0, 60)}" for this write.`);
