import type { ModelRecord } from "../definition/records/model.ts";
import type { KindFacts } from "./kind-facts.ts";

export const model: KindFacts<ModelRecord> = {
  noun: "model",
  describe: ({ label }) => `model ${label}`,
  references: ({ defaultOrder, link }) => [
    ...defaultOrder.map(({ fieldId }) => ({ to: fieldId, property: "defaultOrder" })),
    ...(link?.fields ?? []).map((to) => ({ to, property: "link" })),
  ],
  expressions: ({ id, titleTemplate, label }) =>
    titleTemplate === undefined
      ? []
      : [
          {
            path: ["titleTemplate"],
            source: titleTemplate,
            scope: { name: "rule", modelId: id },
            use: "title",
            about: () => `The title of ${label}`,
          },
        ],
  longTexts: [],
  // Templates call rows by the plural label too.
  rename: (record, name) => ({ models: new Map([[record.id, { ...record, name, pluralLabel: name }]]) }),
  isSeenByPages: true,
  file: { place: "folder", folder: "models", name: ({ name }) => name, defaults: { defaultOrder: [] } },
};
