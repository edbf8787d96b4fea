import type { TemplateId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { TemplateRecord } from "../../definition/records/template.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { TemplateUnit } from "../../templates/syntax/parsed-template.ts";
import type { Span, TemplateNode } from "../../templates/syntax/template-tree.ts";
import { bodiesOf, linksOf } from "../../templates/tags/registry.ts";
import { type TemplateEntry, templateEntries, templatesOf } from "../template-entries.ts";

/** A tag that names a template. `name` is as written, and may be a template that does not exist. */
export interface TemplateLink extends Span {
  /** The tag: `extends`, `include`. */
  readonly kind: string;
  readonly name: string;
}

/** The relations between templates and pages: the parts of a template, and where it is shown. */
export interface TemplateGraph {
  /** The templates that one of the builder's templates names, in the order of its source. */
  linksOf(id: TemplateId): readonly TemplateLink[];
  /** The builder's own templates that name this one. */
  usersOf(name: string): readonly TemplateRecord[];
  /** The entries that show this template: as their own, as a layout, or as a part. */
  entriesOf(id: TemplateId): readonly TemplateEntry[];
  /** The routes whose pages show this template: as theirs, as a layout, or as a part. In the order of the URL map. */
  pagesOf(id: TemplateId): readonly RouteRecord[];
}

export function templateGraph(reader: DefinitionReader, routes: RouteTable<RouteRecord>): TemplateGraph {
  const entries = templateEntries(reader, routes);
  const links = new Map<string, readonly TemplateLink[]>();
  const linksIn = (unit: TemplateUnit): readonly TemplateLink[] => {
    const key = unit.recordId ?? `${unit.name} ${unit.source.length} ${unit.source}`;
    let found = links.get(key);
    if (!found) {
      found = linksInTree(unit.parsed.tree.nodes);
      links.set(key, found);
    }
    return found;
  };
  const shown = new Map<string, ReadonlySet<TemplateId>>();
  const shownBy = (entry: TemplateEntry): ReadonlySet<TemplateId> => {
    const known = shown.get(entry.key) ?? templatesOf(entry, linksIn);
    shown.set(entry.key, known);
    return known;
  };
  const entriesOf = (id: TemplateId) => entries.all.filter((entry) => shownBy(entry).has(id));
  const own = (template: TemplateRecord) => entries.templates.byName(template.name);
  return {
    linksOf(id) {
      const record = reader.template(id);
      const unit = record && own(record);
      return unit?.recordId === id ? linksIn(unit) : [];
    },
    usersOf: (name) =>
      reader.templates.filter((template) => {
        const unit = own(template);
        return unit?.recordId === template.id && linksIn(unit).some((link) => link.name === name);
      }),
    entriesOf,
    pagesOf: (id) => entriesOf(id).flatMap(({ route }) => route ?? []),
  };
}

function linksInTree(nodes: readonly TemplateNode[]): TemplateLink[] {
  return nodes.flatMap((node): TemplateLink[] => [
    ...linksOf(node).flatMap(({ to, name }) =>
      to === "template" ? [{ kind: node.kind, name, start: node.start, end: node.end }] : [],
    ),
    ...bodiesOf(node).flatMap((body) => linksInTree(body)),
  ]);
}
