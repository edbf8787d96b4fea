import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import { makeRecordId, type RandomBytes, type RouteId, type TemplateId } from "../definition/ids.ts";
import { orderKeyBetween } from "../definition/order-keys.ts";
import { type DefinitionReader, readDefinition } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import type { TemplateUnit } from "../templates/syntax/parsed-template.ts";
import type { TemplateNode } from "../templates/syntax/template-tree.ts";
import { bodiesOf, linksOf } from "../templates/tags/registry.ts";
import { accountEntry } from "../views/accounts/account-entries.ts";
import { accountOfRoute } from "../views/accounts/account-route.ts";
import { mailEntries } from "../views/mails/mail-entries.ts";
import { mailKey, mailOfRoute } from "../views/mails/mail-route.ts";
import { viewTemplates } from "../views/view-templates.ts";
import { instrument, quietParts } from "./instrument.ts";

/** One template that a page is made of. */
export interface PageUnit {
  readonly name: string;
  /** A built-in one has no record. */
  readonly recordId: TemplateId | undefined;
  readonly source: string;
}

export interface MarkedPage {
  /** The draft in which the page's templates are marked. Only this page is to be made of it. */
  readonly definition: AppDefinition;
  /** By the number in the marks. */
  readonly units: readonly PageUnit[];
}

/**
 * The draft as it is made into a page whose elements say where they come from: each template of the page is replaced by
 * its marked source; a built-in one by a record of that name, which takes its place for this page.
 */
export function markPage(
  definition: AppDefinition,
  { routeId, token, random }: { readonly routeId: RouteId; readonly token: string; readonly random: RandomBytes },
): MarkedPage {
  const reader = readDefinition(definition);
  const shown = shownAt(reader, routeId);
  if (!shown) return { definition, units: [] };
  const { route } = shown;
  const units = unitsOf(shown.entry, shown.lookup);
  const quiet = quietParts(units);
  const records: Record<string, DefinitionRecord> = { ...definition.records };
  for (const [unit, { name, source, recordId }] of units.entries()) {
    const marked = quiet.templates.has(name) ? source : instrument(source, { token, unit, quiet });
    const known = recordId && records[recordId];
    if (known?.kind === "template") records[known.id] = { ...known, source: marked };
    else {
      const id = makeRecordId("template", random);
      records[id] = { kind: "template", id, name, source: marked, order: FIRST_ORDER };
      if (unit === 0 && route) records[route.id] = { ...route, view: { ...route.view, templateId: id } };
    }
  }
  return { definition: { ...definition, records: records as AppDefinition["records"] }, units };
}

interface Shown {
  readonly entry: TemplateUnit;
  readonly lookup: (name: string) => TemplateUnit | undefined;
  /** Absent for a mail and for a page of accounts. */
  readonly route: RouteRecord | undefined;
}

function shownAt(reader: DefinitionReader, routeId: RouteId): Shown | undefined {
  const routes = compileRoutes(reader.routes);
  const key = mailOfRoute(routeId);
  if (key !== undefined) {
    const mail = mailEntries(reader, routes).find(({ kind }) => mailKey(kind) === key);
    return mail && { entry: mail.unit, lookup: (name) => mail.lookup(name, mail.unit), route: undefined };
  }
  const account = accountOfRoute(routeId);
  if (account !== undefined) {
    const { unit, lookup } = accountEntry(reader, routes, account);
    return { entry: unit, lookup: (name) => lookup(name, unit), route: undefined };
  }
  const route = reader.routes.find(({ id }) => id === routeId);
  const templates = viewTemplates(reader, routes);
  const entry = route && templates.entry(route);
  return route && entry ? { entry, lookup: templates.lookup(route), route } : undefined;
}

const FIRST_ORDER = orderKeyBetween(undefined, undefined);

/** The entry first, then what it extends and includes. */
function unitsOf(entry: TemplateUnit, lookup: (name: string) => TemplateUnit | undefined): readonly PageUnit[] {
  const found = new Map<string, PageUnit>();
  const visit = (unit: TemplateUnit | undefined): void => {
    if (!unit || found.has(unit.name)) return;
    found.set(unit.name, { name: unit.name, recordId: unit.recordId, source: unit.source });
    for (const name of templatesNamed(unit.parsed.tree.nodes)) visit(lookup(name));
  };
  visit(entry);
  return [...found.values()];
}

const templatesNamed = (nodes: readonly TemplateNode[]): readonly string[] =>
  nodes.flatMap((node) => [
    ...linksOf(node).flatMap(({ to, name }) => (to === "template" ? [name] : [])),
    ...bodiesOf(node).flatMap(templatesNamed),
  ]);
