import type { RouteRecord } from "../definition/records/route.ts";
import type { KindFacts, RecordReference } from "./kind-facts.ts";

export const route: KindFacts<RouteRecord> = {
  noun: "route",
  describe: ({ path }) => `route ${path}`,
  references: ({ view }) => {
    const named = [view.modelId, view.templateId];
    return named.flatMap((to): RecordReference[] => (to === undefined ? [] : [{ to, property: "view" }]));
  },
  expressions: ({ access, path }) =>
    access === undefined
      ? []
      : [
          {
            path: ["access"],
            source: access,
            scope: { name: "route" },
            use: "rule",
            about: () => `Who may open ${path}`,
          },
        ],
  longTexts: [],
  rename: (record, name) => ({ routes: new Map([[record.name, name]]) }),
  isSeenByPages: true,
  file: { place: "list", file: "routes.json" },
};
