import { holdsMany } from "../../definition/collections.ts";
import type { FieldId, RouteId, TemplateId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { countKey, moreKey } from "../../query/selection.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { analyzeTemplate } from "../../templates/analyze/analyze-template.ts";
import type { TemplateUnit } from "../../templates/syntax/parsed-template.ts";
import { templateUnit } from "../../templates/syntax/template-unit.ts";
import { listOf, recordOf, scalar, type ValueType } from "../../value-types/value-type.ts";
import { type TemplateEntries, type TemplateEntry, templateEntries } from "../template-entries.ts";
import type { ViewTemplates } from "../view-templates.ts";
import type { TagToken } from "./cursor-place.ts";
import { templateGraph } from "./template-graph.ts";

/** Data of a draft for the help in the template editor; made once for each definition. */
export interface AssistContext {
  readonly reader: DefinitionReader;
  readonly routes: ReturnType<typeof compileRoutes<RouteRecord>>;
  readonly entries: TemplateEntries;
  readonly templates: ViewTemplates;
  readonly graph: ReturnType<typeof templateGraph>;
  readonly shapes: ReturnType<typeof modelShapes>;
}

export function assistContext(reader: DefinitionReader): AssistContext {
  const routes = compileRoutes(reader.routes);
  const entries = templateEntries(reader, routes);
  return {
    reader,
    routes,
    entries,
    templates: entries.templates,
    graph: templateGraph(reader, routes),
    shapes: modelShapes(reader),
  };
}

/** A template that is being edited: its text as typed, and the page on which it is tried when no page shows it. */
export interface EditedText {
  readonly id: TemplateId;
  readonly source: string;
  /** Of one that has no record: a built-in page before it is taken over. */
  readonly name?: string | undefined;
  readonly standsInFor?: RouteId | undefined;
}

/** A name that may be used at a position. */
export interface KnownName {
  readonly type: ValueType;
  /** Defined by the template itself: `{% for %}`, `{% with %}`. */
  readonly isOwn: boolean;
  /** The pages that have it, when other pages that show the template do not. */
  readonly onlyOn: readonly RouteRecord[] | undefined;
}

const MARKER = "zz_cursor_here";
/** A layout may be shown by every page; analysing this many is enough. */
const MAX_ENTRIES = 12;

/**
 * The names at a position of a template, on the pages that show it. Found by the analysis of the page itself: the tag
 * with the cursor is replaced by an output of an unknown name, and the possible names at that position are recorded. So
 * loops, `{% with %}`, includes and blocks have the same meaning as on the page.
 */
export function namesAt(
  context: AssistContext,
  edited: EditedText,
  token: Pick<TagToken, "start" | "end">,
): ReadonlyMap<string, KnownName> {
  const { source } = edited;
  const marked = `${source.slice(0, token.start)}{{ ${MARKER} }}${source.slice(token.end)}`;
  const entries = entriesOf(context, edited).slice(0, MAX_ENTRIES);
  const found = new Map<string, { type: ValueType; isOwn: boolean; knowing: TemplateEntry[] }>();
  for (const entry of entries) {
    for (const [name, { type, isOwn }] of namesIn(context, edited, entry, marked)) {
      const known = found.get(name);
      if (known) known.knowing.push(entry);
      else found.set(name, { type, isOwn, knowing: [entry] });
    }
  }
  return new Map(
    [...found].map(([name, { type, isOwn, knowing }]) => [
      name,
      {
        type,
        isOwn,
        onlyOn: knowing.length === entries.length ? undefined : knowing.flatMap(({ route }) => route ?? []),
      },
    ]),
  );
}

/** The entries that show a template; else the page on which it is tried. */
export function entriesOf(
  { reader, graph, entries }: AssistContext,
  { id, standsInFor }: Pick<EditedText, "id" | "standsInFor">,
): readonly TemplateEntry[] {
  const shown = graph.entriesOf(id);
  if (shown.length > 0) return shown;
  const tried = reader.routes.find((route) => route.id === standsInFor);
  const entry = tried && entries.ofRoute(tried);
  return entry ? [entry] : [];
}

function namesIn(
  { graph, reader }: AssistContext,
  { id, name }: EditedText,
  entry: TemplateEntry,
  marked: string,
): ReadonlyMap<string, { readonly type: ValueType; readonly isOwn: boolean }> {
  const record = reader.template(id);
  const { scope, lookup } = entry;
  const whole = () =>
    new Map(Object.entries(scope.variables).map(([name, type]) => [name, { type, isOwn: false }] as const));
  const ownName = record?.name ?? name;
  if (ownName === undefined) return whole();
  const unit = templateUnit(ownName, marked, record?.id);
  const instead = (found: TemplateUnit | undefined) => (record && found?.recordId === id ? unit : found);
  const isShown = graph.entriesOf(id).some(({ key }) => key === entry.key);
  let names: ReadonlyMap<string, { readonly type: ValueType; readonly isOwn: boolean }> | undefined;
  analyzeTemplate({
    entry: (isShown ? instead(entry.unit) : unit) ?? unit,
    lookup: (name, from) => instead(lookup(name, from)),
    scope,
    watch: ({ expression, variables }) => {
      if (names || expression.kind !== "name" || expression.name.text !== MARKER) return;
      names = new Map(
        [...variables].map(([name, { type, isInput }]) => [name, { type, isOwn: isInput !== true }] as const),
      );
    },
  });
  // Content outside of all blocks is not shown, and so not analysed.
  return names ?? whole();
}

/** The type of a path of names: `record.author` → a record of Author. */
export function typeOfPath(
  context: AssistContext,
  names: ReadonlyMap<string, KnownName>,
  path: string,
): ValueType | undefined {
  const last = path.lastIndexOf(".");
  return last < 0
    ? names.get(path)?.type
    : membersOfPath(context, names, path.slice(0, last)).get(path.slice(last + 1))?.type;
}

/** The names that may follow a path and a dot: of a list of related rows, how many there are. */
export function membersOfPath(
  context: AssistContext,
  names: ReadonlyMap<string, KnownName>,
  path: string,
): ReadonlyMap<string, Member> {
  const type = typeOfPath(context, names, path);
  const last = path.lastIndexOf(".");
  if (type?.kind !== "list" || last < 0) return type ? membersOf(context, type) : new Map();
  const about = `${path.slice(last + 1)}.`;
  return new Map(
    [...membersOfPath(context, names, path.slice(0, last))].flatMap(([name, member]) =>
      name.startsWith(about) ? [[name.slice(about.length), member] as const] : [],
    ),
  );
}

export interface Member {
  readonly type: ValueType;
  /** The label of the field. */
  readonly label: string | undefined;
  readonly fieldId: FieldId | undefined;
}

/** The names that may follow a dot. */
export function membersOf({ reader, shapes }: AssistContext, type: ValueType): ReadonlyMap<string, Member> {
  if (type.kind === "object")
    return new Map(
      Object.entries(type.members).map(([name, member]) => [
        name,
        { type: member, label: undefined, fieldId: undefined },
      ]),
    );
  const shape = type.kind === "record" ? shapes(type.modelId) : undefined;
  if (!shape) return new Map();
  const members = new Map<string, Member>(
    Object.entries(shape.members).map(([name, member]) => [
      name,
      {
        type: member.type,
        label: member.fieldId && reader.field(member.fieldId)?.label,
        fieldId: member.fieldId,
      },
    ]),
  );
  for (const [name, collection] of Object.entries(shape.collections)) {
    const { target, via } = collection;
    const record = recordOf(target.id, shapes);
    const labels = { label: target.pluralLabel ?? target.label, fieldId: via.id };
    if (!holdsMany(collection)) {
      members.set(name, { type: record, ...labels });
      continue;
    }
    members.set(name, { type: listOf(record), ...labels });
    members.set(countKey(name), { type: scalar("int"), ...labels, label: `How many ${labels.label} there are` });
    members.set(moreKey(name), { type: scalar("bool"), ...labels, label: "Whether the list was cut off" });
  }
  return members;
}
