import { isForNobody, whoOf } from "../definition/grants.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
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
