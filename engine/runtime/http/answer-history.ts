import { UserError } from "../../errors.ts";
import type { HistoryLine } from "../../query/compile-history.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import { parseQuery } from "../../rest/query-string.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { readHistory } from "../execution/read-history.ts";
import { rowKey, rowNotFound } from "../execution/row-key.ts";
import { STALE } from "../execution/run-statement.ts";
import type { AppResponse } from "./app-request.ts";
import { VARY_BY_CALLER } from "./authenticate.ts";
import type { HostedCall } from "./hosted-call.ts";

const DEFAULT_LIMIT = 25;
const MOST = 200;

/** `GET /api/v1/books/12/history`: who changed which values of a row and when, by the rules of today. */
export async function answerHistory(
  call: HostedCall,
  unit: ModelUnit,
  keyText: string,
): Promise<AppResponse | typeof STALE> {
  const id = rowKey(unit.model, keyText);
  const { limit = DEFAULT_LIMIT, cursor } = parametersOf(call);
  if (limit > MOST) throw new UserError("invalid_parameter", `"limit" is at most ${MOST}.`);
  const page = await readHistory(call, unit, { id, before: cursor, limit });
  if (page === STALE) return STALE;
  if (!page) throw rowNotFound();
  const names = new Map(
    call.live.snapshot.reader.fields(unit.model.id).map((field) => [field.id as string, field.name]),
  );
  const url = `${call.request.origin}${API_PREFIX}${unit.path}/${keyText}/history`;
  const next = page.next === undefined ? null : `${url}?limit=${limit}&cursor=${page.next}`;
  return {
    status: 200,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "private, no-cache",
      vary: VARY_BY_CALLER,
    },
    body: JSON.stringify({ results: page.lines.map((line) => shownLine(line, names)), next }),
  };
}

/** Names are those of the people who run the app and use it, so only keys of rows and of the API are told. */
function shownLine(line: HistoryLine, names: ReadonlyMap<string, string>) {
  const { line: id, action, at, version, way, changes } = line;
  const by = whoOf(line);
  const values = [...names].flatMap(([fieldId, field]) => {
    const change = changes[fieldId];
    return change ? [{ field, before: change[0], after: change[1] }] : [];
  });
  return { id, action, at: new Date(at).toISOString(), version, way, by, changes: values };
}

function whoOf({ account, user, key }: HistoryLine) {
  if (account !== null) return { kind: "builder" };
  if (user !== null) return { kind: "user", id: /^\d+$/.test(user) ? Number(user) : user };
  return key === null ? { kind: "visitor" } : { kind: "key", id: key.id };
}

function parametersOf({ query }: HostedCall): { readonly limit?: number; readonly cursor?: number } {
  const given: Record<string, number> = {};
  const { names, values } = parseQuery(query);
  names.forEach((name, index) => {
    if (name !== "limit" && name !== "cursor") {
      throw new UserError("unknown_parameter", `There is no parameter "${name.slice(0, 60)}" for a history.`);
    }
    if (name in given) throw new UserError("invalid_parameter", `"${name}" is given twice.`);
    const text = values[index] as string;
    if (!/^[1-9]\d{0,14}$/.test(text)) throw new UserError("invalid_parameter", `"${name}" is a number from 1 on.`);
    given[name] = Number(text);
  });
  return given;
}
