import { makeRecordId } from "../definition/ids.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { viewTemplates } from "../views/view-templates.ts";
import { emptyStart } from "./empty.ts";
import type { PageStart } from "./page-start.ts";

const PAGE_SIZE = 25;

export const listStart: PageStart = {
  name: "list",
  label: "List with filters",
  description: "The rows of a model as a table, with a search, filters and pages; cards on a phone.",
  title: "Overview",
  rows: { question: "Rows of", without: undefined },
  make: (context) => {
    const { reader, model, random } = context;
    if (!model) return emptyStart.make(context);
    const view = { name: "list", modelId: model.id, pageSize: PAGE_SIZE };
    const id = makeRecordId("route", random);
    // The default list of the model, as a page of one's own from the beginning.
    const route = { kind: "route", id, name: "new_list", label: context.title, path: "/", view, order: "i" } as const;
    const source = viewTemplates(reader, compileRoutes(reader.routes)).defaultSource(route);
    return source === undefined
      ? emptyStart.make(context)
      : { source, view: (templateId) => ({ ...view, name: "list", templateId }) };
  },
};
