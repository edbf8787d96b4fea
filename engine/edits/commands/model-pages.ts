import { type ModelId, makeRecordId, type RandomBytes, type RouteId } from "../../definition/ids.ts";
import { orderKeysAfter } from "../../definition/order-keys.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { RuleAction } from "../../definition/records/access.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import type { LooseView, RouteRecord } from "../../definition/records/route.ts";
import { keyOf } from "../../field-types/keys.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { modelLinks } from "../../view-types/model-links.ts";
import { allViewTypes } from "../../view-types/registry.ts";
import type { ModelLinks, ModelPage } from "../../view-types/view-type.ts";
import { shorten } from "../describe-record.ts";
import { type Audience, setAccess } from "./access.ts";
import { create, type EditCommand } from "./edit-command.ts";
import { routeNameFor } from "./names.ts";
import { firstFree, pathSegmentOf } from "./routes.ts";

/** Anyone may open the page; which rows it shows and who may change them is said by the model's rules. */
const OPEN_TO_ANYONE = "true";

export type PagedModel = Pick<ModelRecord, "id" | "name" | "label" | "pluralLabel" | "key">;

/** A page that a model has, or could have. */
export interface ModelPageOffer {
  /** The type of its view. */
  readonly view: string;
  /** "New Movie page". */
  readonly label: string;
  /** Where it is, or would be. */
  readonly path: string;
  /** What its form does with a row, which the model's rules have to allow. */
  readonly action?: RuleAction;
  /** The page, where there is one already. */
  readonly route?: RouteRecord;
}

/**
 * The pages that a model can have: its list, a page of each row, and the pages of forms. New ones are put beneath those
 * that it has: `/movies/new/` beside a list at `/movies/`, `/movies/<slug:slug>/edit/` where rows are found by a slug.
 * The first pages of an app begin at `/`, later ones at the model's own segment.
 */
export function modelPages(reader: DefinitionReader, model: PagedModel): readonly ModelPageOffer[] {
  const links = modelLinks(reader, compileRoutes(reader.routes), model.id);
  const addresses = addressesOf(reader, model, links);
  return typesOfPages().map(({ name, form, linkedAs, modelPage: page }) => {
    const route = linkedAs && routeIn(links, linkedAs);
    return {
      view: name,
      label: page.label(model),
      path: route?.path ?? freePath(reader, addresses[page.beneath], page.pathEnd),
      ...(form === undefined ? {} : { action: form }),
      ...(route === undefined ? {} : { route }),
    };
  });
}

/** Whether there is a page of the model still to add; cheaper than the offers themselves. */
export function lacksPages(reader: DefinitionReader, modelId: ModelId): boolean {
  const views = new Set(reader.routes.filter(({ view }) => view.modelId === modelId).map(({ view }) => view.name));
  return typesOfPages().some(({ name }) => !views.has(name));
}

interface AddPagesInput {
  readonly modelId: ModelId;
  /** Types of views. One that the model has a page of already is made again, all of them under a new address. */
  readonly pages: readonly string[];
  /** Who may do what these forms do, for actions that have no rule yet. */
  readonly audience?: Audience;
}

export type AddedPages = EditCommand & { readonly routeIds: Readonly<Record<string, RouteId>> };

/** Adds pages of a model with their default templates, as one step. The default templates link to each other. */
export function addModelPages(reader: DefinitionReader, input: AddPagesInput, random: RandomBytes): AddedPages {
  const model = reader.model(input.modelId);
  return model ? pagesOf(reader, model, input, random) : { label: "Add pages", operations: [], routeIds: {} };
}

/** The same for a model that the reader does not know yet, since it is made in the same batch. */
export function pagesOf(
  reader: DefinitionReader,
  model: PagedModel,
  { pages, audience }: Omit<AddPagesInput, "modelId">,
  random: RandomBytes,
): AddedPages {
  const wanted = modelPages(reader, model).filter(({ view }) => pages.includes(view));
  const offers = wanted.some(({ route }) => route) ? again(reader, model, wanted) : wanted;
  const types = new Map(typesOfPages().map((type) => [type.name, type.modelPage]));
  const names: string[] = [];
  const orders = orderKeysAfter(reader.routes.at(-1)?.order, offers.length);
  const routes = offers.flatMap(({ view, path }, index): RouteRecord[] => {
    const page = types.get(view);
    if (!page) return [];
    const name = routeNameFor(reader, `${model.name}_${page.nameEnd}`, names);
    names.push(name);
    return [
      {
        kind: "route",
        id: makeRecordId("route", random),
        name,
        label: page.routeLabel(model),
        path,
        view: { name: view, modelId: model.id, ...page.options } as LooseView,
        access: OPEN_TO_ANYONE,
        order: orders[index] as string,
      },
    ];
  });
  const rules =
    audience === undefined
      ? []
      : offers.flatMap(({ action }) =>
          action === undefined || reader.grants(model.id, action).length > 0
            ? []
            : setAccess(reader, { modelId: model.id, action, audience }, random).operations,
        );
  const [only] = routes;
  return {
    label:
      only && routes.length === 1
        ? `Add page: ${shorten(only.label)}`
        : `Add ${routes.length} pages of ${shorten(model.pluralLabel ?? model.label)}`,
    operations: [...routes.map(create), ...rules],
    routeIds: Object.fromEntries(routes.map(({ id, view }) => [view.name, id])),
  };
}

/** Pages that the model has already get addresses of their own, and what comes with them stays beside them. */
function again(
  reader: DefinitionReader,
  model: PagedModel,
  offers: readonly ModelPageOffer[],
): readonly ModelPageOffer[] {
  const addresses = freshAddresses(reader, model);
  const pages = new Map(typesOfPages().map((type) => [type.name, type.modelPage]));
  return offers.map((offer) => {
    const page = pages.get(offer.view);
    return page ? { ...offer, path: addresses[page.beneath] + page.pathEnd } : offer;
  });
}

const typesOfPages = () =>
  allViewTypes().flatMap((type) => (type.modelPage ? [{ ...type, modelPage: type.modelPage as ModelPage }] : []));

/** The page that links of this kind lead to. */
function routeIn(
  links: ModelLinks,
  linkedAs: "list" | "row" | "create" | "update" | "delete",
): RouteRecord | undefined {
  const page = links[linkedAs === "row" ? "detail" : linkedAs];
  return page && ("route" in page ? page.route : page);
}

interface Addresses {
  readonly list: string;
  readonly row: string;
}

/** Where the list and one row are, or would be; both end in `/`. */
function addressesOf(reader: DefinitionReader, model: PagedModel, { list, detail }: ModelLinks): Addresses {
  const taken = shapesOf(reader);
  const fresh = freshAddresses(reader, model);
  const unlessTaken = (path: string | undefined): string | undefined =>
    path === undefined || taken.has(shapeOf(path)) ? undefined : path;
  const row = detail && withSlash(detail.route.path);
  const aboveRow = row?.endsWith(">/") ? row.replace(/<[^<>]*>\/$/, "") : undefined;
  const above = list ? withSlash(list.path) : (unlessTaken(aboveRow) ?? fresh.list);
  return { list: above, row: row ?? unlessTaken(above + keySegment(model)) ?? fresh.row };
}

/** The first prefix under which every page of a model is free. */
function freshAddresses(reader: DefinitionReader, model: PagedModel): Addresses {
  const key = keySegment(model);
  const taken = shapesOf(reader);
  const ends = typesOfPages().map(({ modelPage: { beneath, pathEnd } }) => (beneath === "row" ? key : "") + pathEnd);
  const segment = pathSegmentOf(model);
  const prefix =
    reader.routes.length === 0
      ? "/"
      : firstFree(
          (number) => (number === 1 ? `/${segment}/` : `/${segment}_${number}/`),
          (candidate) => ends.every((end) => !taken.has(shapeOf(candidate + end))),
        );
  return { list: prefix, row: prefix + key };
}

/** `/movies/new/`, or the first of `/movies/new_2/`, `/movies/new_3/` … that is free. */
function freePath(reader: DefinitionReader, above: string, end: string): string {
  const taken = shapesOf(reader);
  return firstFree(
    (number) => above + (number === 1 ? end : `${end.slice(0, -1)}_${number}/`),
    (path) => !taken.has(shapeOf(path)),
  );
}

/** The part of a path that names the row. */
const keySegment = (model: Pick<ModelRecord, "key">): string => `<${keyOf(model).converter}:id>/`;

const withSlash = (path: string): string => (path.endsWith("/") ? path : `${path}/`);

const shapesOf = (reader: DefinitionReader): ReadonlySet<string> =>
  new Set(reader.routes.map(({ path }) => shapeOf(path)));

/** A path without the names of its parameters and its last slash: two of one shape match the same addresses. */
const shapeOf = (path: string): string => path.replace(/:[^<>:]*>/g, ">").replace(/\/$/, "");
