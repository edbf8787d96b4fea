import type { QueryRecord } from "../definition/records/query.ts";
import type { KindFacts } from "./kind-facts.ts";
import { namesBetween } from "./source-renames.ts";

export const query: KindFacts<QueryRecord> = {
  noun: "query",
  describe: ({ label }) => `query ${label}`,
  references: ({ modelId, sort }) => [
    { to: modelId, property: "modelId" },
    ...sort.map(({ fieldId }) => ({ to: fieldId, property: "sort" })),
  ],
  expressions: ({ label, modelId, parameters, where }) =>
    where === undefined
      ? []
      : [
          {
            path: ["where"],
            source: where,
            scope: { name: "query", modelId, parameters },
            use: "where",
            about: () => `The rows of the query ${label}`,
          },
        ],
  longTexts: [],
  rename: (before, after) => ({ queries: namesBetween(before, after) }),
  isSeenByPages: true,
  file: { place: "list", file: "queries.json", defaults: { parameters: [], sort: [] } },
};
