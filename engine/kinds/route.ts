import { isRecordId, type RecordId } from "../definition/ids.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { readablePath } from "../routing/readable-path.ts";
import type { KindFacts, RecordReference } from "./kind-facts.ts";
import { namesBetween } from "./source-renames.ts";

export const route: KindFacts<RouteRecord> = {
  noun: "route",
  describe: ({ path }) => `route ${readablePath(path)}`,
  references: ({ view, groupId }) => [
    ...idsIn(view).map((to): RecordReference => ({ to, property: "view" })),
    ...(groupId === undefined ? [] : [{ to: groupId, property: "groupId" }]),
  ],
  expressions: ({ access, path, view }) => [
    ...(access === undefined
      ? []
      : [
          {
            path: ["access"] as const,
            source: access,
            scope: { name: "route" as const },
            use: "rule" as const,
            about: () => `Who may open ${readablePath(path)}`,
          },
        ]),
    ...(view.modelId === undefined || typeof view.where !== "string"
      ? []
      : [
          {
            path: ["view", "where"] as const,
            source: view.where,
            scope: { name: "query" as const, modelId: view.modelId, parameters: [] },
            use: "where" as const,
            about: () => `The rows of ${readablePath(path)}`,
          },
        ]),
  ],
  longTexts: [],
  rename: (before, after) => ({ routes: namesBetween(before, after) }),
  isSeenByPages: true,
  file: { place: "list", file: "routes.json" },
};

/** Every id in the options of a view names a record, whatever its type: a model, a template, another route. */
const idsIn = (value: unknown): readonly RecordId[] =>
  isRecordId(value) ? [value] : value !== null && typeof value === "object" ? Object.values(value).flatMap(idsIn) : [];
