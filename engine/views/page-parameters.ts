import { UserError } from "../errors.ts";
import type { QueryParameters } from "../rest/query-string.ts";
import type { RouteParameters } from "../routing/compile-routes.ts";
import type { ViewKey } from "./view-keys.ts";

/** Converts `?page=3` to an offset: a page by its number would count all rows first. */
export function byOffset(parameters: QueryParameters, pageSize: number): QueryParameters {
  const at = parameters.names.indexOf("page");
  if (at < 0) return parameters;
  if (parameters.names.includes("page", at + 1)) throw new UserError("invalid_parameter", '"page" is given twice.');
  const text = parameters.values[at] as string;
  const page = /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
  if (page === undefined) throw new UserError("invalid_parameter", '"page" must be a whole number of at least 1.');
  const names = [...parameters.names];
  const values = [...parameters.values];
  names[at] = "offset";
  values[at] = String((page - 1) * pageSize);
  return { names, values };
}

/** A parameter of the path takes precedence over one of the query about the same field. */
export function withKeys(
  parameters: QueryParameters,
  { keys: viewKeys }: { readonly keys: readonly ViewKey[] },
  params: RouteParameters,
): QueryParameters {
  if (viewKeys.length === 0) return parameters;
  const keys = viewKeys.map((key) => ({
    name: key.field === "id" ? "id" : key.field.name,
    value: String(params[key.parameter] ?? ""),
  }));
  const named = new Set(keys.map((key) => key.name));
  const kept = parameters.names.map((name, index) => ({ name, value: parameters.values[index] as string }));
  const all = [...keys, ...kept.filter((one) => !named.has(one.name))];
  return { names: all.map((one) => one.name), values: all.map((one) => one.value) };
}
