import { UserError } from "../../errors.ts";
import { didYouMean } from "../../nearest-name.ts";
import { API_PREFIX } from "../../rest/api-paths.ts";
import { acceptedFormat, type ExportFormat, exportFormats, resourceAndFormat } from "../../rest/export-format.ts";
import { listAnswer } from "../../rest/list-answer.ts";
import { accepts, matchesTag } from "../../rest/negotiate.ts";
import { readPaging } from "../../rest/paging.ts";
import { parseQuery } from "../../rest/query-string.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { confirmRelease } from "../execution/confirm-release.ts";
import { readRow } from "../execution/read-row.ts";
import { rowKey, rowNotFound } from "../execution/row-key.ts";
import { runList } from "../execution/run-list.ts";
import { STALE } from "../execution/run-statement.ts";
import type { LiveApp } from "../releases/live-app.ts";
import { answerApiIndex } from "./answer-api-index.ts";
import { answerExport } from "./answer-export.ts";
import { answerHistory } from "./answer-history.ts";
import { updateRows } from "./answer-many-writes.ts";
import { createRow, deleteRow, updateRow } from "./answer-writes.ts";
import { allow, rowTag } from "./api-access.ts";
import { type AppResponse, header, type ResponseHeaders } from "./app-request.ts";
import { VARY_BY_CALLER } from "./authenticate.ts";
import type { HostedCall } from "./hosted-call.ts";

const HISTORY = "/history";
const READ_METHODS = "GET, HEAD, OPTIONS";
const LIST_METHODS = "GET, HEAD, POST, PATCH, OPTIONS";
const ROW_METHODS = "GET, HEAD, PATCH, PUT, DELETE, OPTIONS";

/** REST: `/api/v1/`, `/api/v1/books`, `/api/v1/books/12`, with or without a slash at the end. */
export async function answerApi(call: HostedCall): Promise<AppResponse | typeof STALE> {
  const { live, request, path } = call;
  const rest = path.slice(API_PREFIX.length);
  if (rest === "") return answerApiIndex(call);
  const slash = rest.indexOf("/");
  const name = slash < 0 ? rest : rest.slice(0, slash);
  const { resource, format } = slash < 0 ? resourceAndFormat(name) : { resource: name };
  const unit = live.snapshot.resources.get(resource);
  if (!unit) throw unknownResource(live, resource);
  if (format) return exported(call, unit, format);
  const key = slash < 0 ? "" : rest.endsWith("/") ? rest.slice(slash + 1, -1) : rest.slice(slash + 1);
  const isList = key === "";
  if (key.endsWith(HISTORY) && unit.model.history) return history(call, unit, key.slice(0, -HISTORY.length));
  switch (request.method) {
    case "GET":
    case "HEAD": {
      const wanted = isList ? acceptedFormat(header(request, "accept")) : undefined;
      if (wanted) return exported(call, unit, wanted);
      if (!accepts(header(request, "accept"), "application/json")) {
        const others = isList ? `, ${exportFormats.map(({ mediaType }) => mediaType).join(" or ")}` : "";
        throw new UserError("not_acceptable", `This is served as application/json${others}.`);
      }
      allow(call, unit, "read");
      return isList ? list(call, unit) : one(call, unit, key);
    }
    case "OPTIONS":
      if ((await confirmRelease(call)) === STALE) return STALE;
      return { status: 204, headers: { allow: isList ? LIST_METHODS : ROW_METHODS }, body: undefined };
    case "POST":
      if (isList) return createRow(call, unit);
      break;
    case "PATCH":
    case "PUT":
      if (!isList) return updateRow(call, unit, key, request.method === "PUT" ? "replace" : "mergePatch");
      if (request.method === "PATCH") return updateRows(call, unit);
      break;
    case "DELETE":
      if (!isList) return deleteRow(call, unit, key);
      break;
    default:
  }
  throw methodNotAllowed(isList ? LIST_METHODS : ROW_METHODS);
}

async function exported(call: HostedCall, unit: ModelUnit, format: ExportFormat): Promise<AppResponse | typeof STALE> {
  switch (call.request.method) {
    case "GET":
    case "HEAD":
      allow(call, unit, "read");
      return answerExport(call, unit, format);
    case "OPTIONS":
      if ((await confirmRelease(call)) === STALE) return STALE;
      return { status: 204, headers: { allow: READ_METHODS }, body: undefined };
    default:
      throw methodNotAllowed(READ_METHODS);
  }
}

async function history(call: HostedCall, unit: ModelUnit, keyText: string): Promise<AppResponse | typeof STALE> {
  switch (call.request.method) {
    case "GET":
    case "HEAD":
      allow(call, unit, "read");
      return answerHistory(call, unit, keyText);
    case "OPTIONS":
      if ((await confirmRelease(call)) === STALE) return STALE;
      return { status: 204, headers: { allow: READ_METHODS }, body: undefined };
    default:
      throw methodNotAllowed(READ_METHODS);
  }
}

export const methodNotAllowed = (allow: string) =>
  new UserError("method_not_allowed", `This address takes ${allow}.`, { headers: { allow } });

function unknownResource(live: LiveApp, name: string): UserError {
  const near = didYouMean(name.slice(0, 60), live.snapshot.resources.keys());
  return new UserError("not_found", `The API has nothing under this address.${near ? ` ${near}` : ""}`);
}

async function one(call: HostedCall, unit: ModelUnit, keyText: string): Promise<AppResponse | typeof STALE> {
  const { request, query } = call;
  const key = rowKey(unit.model, keyText);
  const compiled = unit.one(call.who, parseQuery(query));
  const row = await readRow(call, compiled.statement, { id: key });
  if (row === STALE) return STALE;
  if (!row) throw rowNotFound();
  const { version, body } = row;
  const etag = rowTag(call, compiled, { version, body });
  const known = header(request, "if-none-match");
  const headers: ResponseHeaders = { etag, "cache-control": "private, no-cache", vary: VARY_BY_CALLER };
  if (known !== undefined && matchesTag(known, etag)) return { status: 304, headers, body: undefined };
  headers["content-type"] = "application/json; charset=utf-8";
  return { status: 200, headers, body };
}

async function list(call: HostedCall, unit: ModelUnit): Promise<AppResponse | typeof STALE> {
  const { request } = call;
  const parameters = parseQuery(call.query);
  const paging = readPaging(parameters);
  const compiled = unit.list(call.who, parameters, paging);
  const row = await runList(call, compiled, { view: unit.view(call.who, call.entry), parameters, paging });
  if (row === STALE) return STALE;
  const url = `${request.origin}${API_PREFIX}${unit.path}`;
  const { body, link } = listAnswer({ row, shape: compiled.shape, paging, parameters, url });
  const headers: ResponseHeaders = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "private, no-cache",
    vary: `accept, ${VARY_BY_CALLER}`,
  };
  if (link !== undefined) headers.link = link;
  return { status: 200, headers, body };
}
