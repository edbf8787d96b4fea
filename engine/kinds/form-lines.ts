import type { FormLinesRecord } from "../definition/records/form.ts";
import type { KindFacts } from "./kind-facts.ts";

export const formLines: KindFacts<FormLinesRecord> = {
  noun: "lines of a form",
  describe: ({ label, id }) => `form lines ${label ?? id}`,
  owner: { property: "formId", kinds: ["form"] },
  fixed: ["relationFieldId"],
  onlyOnePer: ({ relationFieldId }) => relationFieldId,
  references: ({ relationFieldId }) => [{ to: relationFieldId, property: "relationFieldId" }],
  expressions: () => [],
  longTexts: [],
  isSeenByPages: true,
  file: { place: "owner", key: "lines", isKeyRequired: false },
};
