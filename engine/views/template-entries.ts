import type { FieldId, ModelId, TemplateId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { TemplateScope } from "../templates/analyze/template-scope.ts";
import type { TemplateLookup, TemplateUnit } from "../templates/syntax/parsed-template.ts";
import { modelOfView, viewTypeOf } from "../view-types/registry.ts";
import { ownAccountEntries } from "./accounts/account-entries.ts";
import type { AccountPageName } from "./accounts/account-sources.ts";
import { type MailKind, ownMailEntries } from "./mails/mail-entries.ts";
import { generatedMailName } from "./mails/mail-sources.ts";
import { ERROR_ROUTE, errorTemplates } from "./pages/error-templates.ts";
import { errorScope } from "./pages/own-error-page.ts";
import { rowsName, viewScopes } from "./view-scope.ts";
import { BASE_TEMPLATE, type ViewTemplates, viewTemplates } from "./view-templates.ts";

/** An entry that shows a template: the analysed template and its scope. */
export interface TemplateEntry {
  /** What shows it: the id of a record, or the name of what is built in. */
  readonly key: string;
  /** The page; absent for an entry that is not a page. */
  readonly route?: RouteRecord;
  /** The mail, when it is one. */
  readonly mail?: MailKind;
  /** The page of accounts, when it is one. */
  readonly account?: AccountPageName;
  readonly unit: TemplateUnit;
  readonly lookup: TemplateLookup;
  readonly scope: TemplateScope;
  /** The effect of a rename on the names that the entry provides to its templates. */
  renamesOf(renames: GivenRenames): { readonly variables: Names; readonly columns: Names };
}

type Names = ReadonlyMap<string, string>;

export interface GivenRenames {
  readonly fields?: ReadonlyMap<FieldId, string>;
  readonly models?: ReadonlyMap<ModelId, ModelRecord>;
}

export interface TemplateEntries {
  /**
   * All entries that show a template of the builder, in order. Checks, renames, where-used, the editor's help and the
   * list of pages use it, so a new kind of entry added here is known to all of them.
   */
  readonly all: readonly TemplateEntry[];
  /** The entry of a page, also of one with the default template. */
  ofRoute(route: RouteRecord): TemplateEntry | undefined;
  /** The templates by name, as parsed for the entries. */
  readonly templates: ViewTemplates;
}

export function templateEntries(reader: DefinitionReader, routes: RouteTable<RouteRecord>): TemplateEntries {
  const templates = viewTemplates(reader, routes);
  const scopes = viewScopes(reader, routes);
  const ofRoute = (route: RouteRecord): TemplateEntry | undefined => {
    const unit = templates.entry(route);
    return (
      unit && {
        key: route.id,
        route,
        unit,
        lookup: templates.lookup(route),
        get scope() {
          return scopes.of(route);
        },
        renamesOf: (renames) => ({
          variables: newRowsName(route, reader, renames),
          columns: newColumns(route, reader, renames),
        }),
      }
    );
  };
  // A page with the default template shows one of the builder's templates only when the base layout was replaced.
  const isBaseOwn = reader.templateByName(BASE_TEMPLATE) !== undefined;
  const layouts = new Set(reader.ofKind("routeGroup").flatMap(({ id, layoutId }) => (layoutId ? [id] : [])));
  const showsOwn = ({ view, groupId }: RouteRecord): boolean =>
    view.templateId !== undefined || isBaseOwn || (groupId !== undefined && layouts.has(groupId));
  const errorEntries = (): readonly TemplateEntry[] =>
    errorTemplates.flatMap(({ name }): TemplateEntry[] => {
      const unit = templates.byName(name);
      if (!unit?.recordId) return [];
      const renamesOf = () => ({ variables: new Map(), columns: new Map() });
      return [
        { key: unit.recordId, unit, lookup: templates.lookup(ERROR_ROUTE), scope: errorScope(scopes), renamesOf },
      ];
    });
  const mails = (): readonly TemplateEntry[] =>
    ownMailEntries(reader, routes).map(({ kind, ...entry }) => ({
      ...entry,
      key: kind.of === "account" ? generatedMailName(kind.name) : kind.record.id,
      mail: kind,
      renamesOf: () => ({ variables: new Map(), columns: new Map() }),
    }));
  const accounts = (): readonly TemplateEntry[] =>
    ownAccountEntries(reader, routes).map(({ name, ...entry }) => ({
      ...entry,
      key: entry.unit.recordId ?? name,
      account: name,
      renamesOf: () => ({ variables: new Map(), columns: new Map() }),
    }));
  let all: readonly TemplateEntry[] | undefined;
  return {
    get all() {
      all ??= [
        ...reader.routes.filter(showsOwn).flatMap((route) => ofRoute(route) ?? []),
        ...errorEntries(),
        ...accounts(),
        ...mails(),
      ];
      return all;
    },
    ofRoute,
    templates,
  };
}

/** The builder's own templates of an entry: its own, its layouts, its parts. */
export function templatesOf(
  { unit, lookup }: TemplateEntry,
  linksIn: (unit: TemplateUnit) => readonly { readonly name: string }[],
): ReadonlySet<TemplateId> {
  const found = new Set<TemplateId>();
  const seen = new Set<string>();
  const visit = (one: TemplateUnit | undefined): void => {
    if (!one || seen.has(one.name)) return;
    seen.add(one.name);
    if (one.recordId) found.add(one.recordId);
    for (const link of linksIn(one)) visit(lookup(link.name, one));
  };
  visit(unit);
  return found;
}

function newRowsName({ view }: RouteRecord, reader: DefinitionReader, { models }: GivenRenames): Names {
  const type = viewTypeOf(view);
  const before = modelOfView(reader, view);
  const after = before && models?.get(before.id);
  const old = before && type && rowsName(type, before);
  if (!after || !type?.rows || old === undefined) return new Map();
  // A reserved name cannot be used: then the rows have only the name that every view gives them.
  const { variable, member } = type.rows.at;
  const name = rowsName(type, after) ?? (member === undefined ? variable : `${variable}.${member}`);
  return name === old ? new Map() : new Map([[old, name]]);
}

function newColumns({ view }: RouteRecord, reader: DefinitionReader, { fields }: GivenRenames): Names {
  const model = modelOfView(reader, view);
  if (!model || viewTypeOf(view)?.rows?.count !== "many") return new Map();
  return new Map(
    reader.fields(model.id).flatMap((field): (readonly [string, string])[] => {
      const name = fields?.get(field.id);
      return name === undefined ? [] : [[field.name, name]];
    }),
  );
}
