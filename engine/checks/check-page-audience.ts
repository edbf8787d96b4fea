import { isForNobody, whoOf } from "../definition/grants.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { Problem } from "../problem.ts";
import type { AnalyzedTemplate } from "../templates/analyze/analyze-template.ts";
import type { RecordReads } from "../templates/analyze/template-reads.ts";
import { pluralOf } from "../view-types/model-labels.ts";
import { problem } from "./check.ts";

type PageReads = Pick<AnalyzedTemplate, "reads" | "queries">;

/**
 * A page that anyone may open and that shows related rows, or rows of a query, of which no rule gives visitors any. The
 * rows of the page itself are not meant: who may not read those is not shown the page.
 */
export function checkPageAudience(reader: DefinitionReader, route: RouteRecord, page: PageReads): Problem[] {
  if (route.access?.trim() !== "true") return [];
  const closed = fieldsShown(reader, page).filter((field) => !mayVisitorsReadField(reader, field));
  const ofFields = closed.map((field) =>
    problem("ACCESS_W002", {
      on: route.id,
      property: "access",
      message: `Anyone may open ${route.label}. It shows ${field.label} of ${reader.model(field.modelId)?.label}, which visitors may not read, so nothing stands there for them.`,
      hint: `Say that visitors may read ${field.label}, or show it on a page for those who may.`,
    }),
  );
  return [...ofFields, ...closedModels(reader, route, page)];
}

function closedModels(reader: DefinitionReader, route: RouteRecord, page: PageReads): Problem[] {
  const hidden = [...modelsShown(page)].filter((id) => id !== route.view.modelId && !mayVisitorsRead(reader, id));
  return hidden.flatMap((id) => {
    const model = reader.model(id);
    if (!model) return [];
    const rows = pluralOf(model);
    return [
      problem("ACCESS_W001", {
        on: route.id,
        property: "access",
        message: `Anyone may open ${route.label}. It shows ${rows}, and visitors may read none, so they see nothing there.`,
        hint: `Say that visitors may read ${rows}, or show them on a page for those who may.`,
      }),
    ];
  });
}

/** Whether a rule may give visitors some row: what it says of the caller is only known when one asks. */
const mayVisitorsRead = (reader: DefinitionReader, modelId: ModelId): boolean =>
  reader
    .grants(modelId, "read")
    .some((rule) => (whoOf(rule) === "everyone" || whoOf(rule) === "visitors") && !isForNobody(rule));

/** A rule that asks who the caller is gives a visitor nothing, but where it says what visitors themselves have. */
const mayVisitorsReadField = (reader: DefinitionReader, field: FieldRecord): boolean => {
  const rules = reader.fieldRules(field.id).filter(({ action }) => action === "read");
  return (
    rules.length === 0 ||
    rules.some((rule) => {
      const isForThem = whoOf(rule) === "everyone" || whoOf(rule) === "visitors";
      return isForThem && !isForNobody(rule) && !/\buser\s*\.|\buser\s*!=\s*null/.test(rule.expression);
    })
  );
};

/** The fields that a page reads by their names, of its own rows and of related ones, each once. */
function fieldsShown(reader: DefinitionReader, { reads, queries }: PageReads): readonly FieldRecord[] {
  const found = new Set<FieldRecord>();
  const visit = (rows: RecordReads | undefined): void => {
    if (!rows) return;
    for (const field of reader.fields(rows.modelId)) if (rows.fields.has(field.name)) found.add(field);
    for (const child of rows.fields.values()) visit(child);
    for (const collection of rows.collections.values()) visit(collection.rows);
  };
  visit(reads.record);
  visit(reads.items);
  for (const query of queries) visit(query.reads);
  return [...found];
}

function modelsShown({ reads, queries }: PageReads): ReadonlySet<ModelId> {
  const found = new Set<ModelId>();
  const visit = (rows: RecordReads | undefined): void => {
    if (!rows) return;
    found.add(rows.modelId);
    for (const child of rows.fields.values()) visit(child);
    for (const { collection, rows: inside } of rows.collections.values()) {
      found.add(collection.target.id);
      visit(inside);
    }
  };
  visit(reads.record);
  visit(reads.items);
  for (const query of queries) {
    found.add(query.modelId);
    visit(query.reads);
  }
  return found;
}
