import type { FormRecord } from "../definition/records/form.ts";
import type { KindFacts } from "./kind-facts.ts";
import { namesBetween } from "./source-renames.ts";

export const form: KindFacts<FormRecord> = {
  noun: "form",
  describe: ({ label }) => `form ${label}`,
  references: ({ modelId, success }) => [
    { to: modelId, property: "modelId" },
    ...(success.to === "route" ? [{ to: success.routeId, property: "success" }] : []),
  ],
  expressions: ({ id, label, success }) =>
    success.to === "route"
      ? Object.entries(success.parameters).map(([name, source]) => ({
          path: ["success", "parameters", name],
          source,
          scope: { name: "formDone", formId: id },
          use: "value",
          about: () => `The page after ${label}, its ${name}`,
        }))
      : [],
  longTexts: [],
  rename: (before, after) => ({ forms: namesBetween(before, after) }),
  isSeenByPages: true,
  file: { place: "folder", folder: "forms", name: ({ name }) => name },
};
