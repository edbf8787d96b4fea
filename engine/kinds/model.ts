import type { ModelRecord } from "../definition/records/model.ts";
import type { KindFacts } from "./kind-facts.ts";

const isCalledTheSame = (before: ModelRecord, after: ModelRecord): boolean =>
  before.name === after.name && before.label === after.label && before.pluralLabel === after.pluralLabel;

export const model: KindFacts<ModelRecord> = {
  noun: "model",
  fixed: ["purpose"],
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
  // Templates call rows by the plural label too, and linked rows by the names of the link's ends.
  rename: (before, after) => ({
    models: isCalledTheSame(before, after) ? new Map() : new Map([[before.id, after]]),
    collections: new Map(
      (before.link?.fields ?? []).flatMap((fieldId, end) => {
        const [from, to] = [before.link?.names[end], after.link?.names[end]];
        return from && to && from !== to ? [[fieldId, to] as const] : [];
      }),
    ),
  }),
  isSeenByPages: true,
  file: { place: "folder", folder: "models", name: ({ name }) => name, defaults: { defaultOrder: [] } },
};
