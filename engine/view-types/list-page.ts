import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import { canSearch } from "../expressions/totals.ts";
import { listControls } from "./list-controls.ts";
import type { ShownFields } from "./shown-fields.ts";
import { unknownFilters } from "./unknown-filters.ts";

/** A query string, decoded, in order. */
export interface Parameters {
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** Names that were meant as filters and are none of this page (unknown-filters.ts). */
  readonly unknown?: readonly string[];
}

/** A paging parameter and its value; an empty value is the first page, without any. */
export type PageStep = readonly [name: string, value: string];

export interface ListPageInput {
  /** The requested path, percent-encoded. */
  readonly path: string;
  /** The parameters of the request after `query` of this view. */
  readonly parameters: Parameters;
  /** Rows as the templates read them. */
  readonly items: readonly unknown[];
  /** The parameter that leads to the next and the previous page: a cursor or an offset; none at the ends. */
  readonly next: PageStep | undefined;
  readonly previous: PageStep | undefined;
}

/** How a list view reads a request: the parameters that count, and the `page` variable of templates. */
export interface ListPages {
  /**
   * The requests for a page come from people and from links with tracking parameters: empty and unknown parameters are
   * ignored, where the API answers 400. Parameters about fields that the page does not show are unknown. Of those
   * that look like filters the page says that they are none.
   */
  query(parameters: Parameters): Parameters;
  page(input: ListPageInput): Readonly<Record<string, unknown>>;
}

const PAGING = new Set(["cursor", "page", "offset"]);
const KNOWN = new Set(["search", "ordering", ...PAGING]);

export function listPages(reader: DefinitionReader, model: ModelRecord, shown: ShownFields): ListPages {
  const controls = listControls(reader, model.id);
  const isSearchable = reader.fields(model.id).some((field) => shown.isShown(field.name) && canSearch(reader, field));
  const sortNames = controls.sortable.map((field) => field.name);
  const filterNames = controls.filters.map((field) => field.name);
  const inputs = new Set(["search", ...filterNames]);
  const askable = [...shown.names, "ordering", "page", ...(isSearchable ? ["search"] : [])];
  return {
    query({ names, values }) {
      for (const term of values[names.indexOf("ordering")]?.split(",") ?? []) {
        const name = term.trim().replace(/^[-+]/, "");
        if (name !== "" && !shown.canSort(name)) throw unknownOrder(name);
      }
      const kept = names
        .map((name, index) => ({ name, value: values[index] ?? "" }))
        .filter(
          ({ name, value }) =>
            value !== "" && (KNOWN.has(name) ? name !== "search" || isSearchable : shown.canFilter(name)),
        );
      const ignored = names.filter((name, index) => values[index] !== "" && !KNOWN.has(name) && !shown.canFilter(name));
      const unknown = unknownFilters(ignored, askable);
      return {
        names: kept.map(({ name }) => name),
        values: kept.map(({ value }) => value),
        ...(unknown.length > 0 ? { unknown } : {}),
      };
    },
    page({ path, parameters, items, next, previous }) {
      const { names, values } = parameters;
      const parameter = (name: string): string | null => {
        const index = names.indexOf(name);
        return index < 0 ? null : (values[index] ?? null);
      };
      const ordering = parameter("ordering");
      const isFirst = !names.some((name) => PAGING.has(name));
      const withoutPaging = keep(parameters, (name) => !PAGING.has(name));
      const filtered = keep(parameters, (name) => !PAGING.has(name) && name !== "ordering");
      const stepUrl = (step: PageStep | undefined) =>
        step === undefined
          ? null
          : step[1] === ""
            ? address(path, withoutPaging)
            : address(path, withoutPaging, ...step);
      const sort: Record<string, { url: string; direction: string | null }> = {};
      for (const name of sortNames) {
        // From unsorted to ascending, to descending, and back again.
        const isAscending = ordering === name;
        sort[name] = {
          url: address(path, filtered, "ordering", isAscending ? `-${name}` : name),
          direction: isAscending ? "ascending" : ordering === `-${name}` ? "descending" : null,
        };
      }
      return {
        items,
        next_url: stepUrl(next),
        previous_url: stepUrl(previous),
        first_url: address(path, withoutPaging),
        is_first: isFirst,
        search: parameter("search"),
        ordering,
        is_filtered: filtered !== "",
        unknown_filters: parameters.unknown ?? [],
        clear_url: ordering === null ? path : address(path, "", "ordering", ordering),
        filters: Object.fromEntries(filterNames.map((name) => [name, parameter(name)])),
        kept: names.flatMap((name, index) =>
          inputs.has(name) || PAGING.has(name) ? [] : [{ name, value: values[index] ?? "" }],
        ),
        sort,
      };
    },
  };
}

const unknownOrder = (name: string) =>
  new UserError("unknown_field", `This page is not ordered by "${name.slice(0, 60)}".`);

const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));

/** The wanted parameters, as `a=1&b=2`. */
function keep({ names, values }: Parameters, isWanted: (name: string) => boolean): string {
  let query = "";
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string;
    if (isWanted(name)) query += `${query === "" ? "" : "&"}${encode(name)}=${encode(values[index] ?? "")}`;
  }
  return query;
}

function address(path: string, query: string, name?: string, value?: string): string {
  const last = name === undefined ? "" : `${name}=${encode(value ?? "")}`;
  const whole = query === "" ? last : last === "" ? query : `${query}&${last}`;
  return whole === "" ? path : `${path}?${whole}`;
}
