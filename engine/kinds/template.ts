import type { TemplateRecord } from "../definition/records/template.ts";
import type { KindFacts } from "./kind-facts.ts";
import { namesBetween } from "./source-renames.ts";

export const template: KindFacts<TemplateRecord> = {
  noun: "template",
  describe: ({ name }) => `template ${name}`,
  references: () => [],
  // The expressions of a template are found through the entries that show it (engine/views/template-entries.ts).
  expressions: () => [],
  longTexts: ["source"],
  rename: (before, after) => ({ templates: namesBetween(before, after) }),
  isSeenByPages: true,
  file: {
    place: "list",
    file: "templates.json",
    text: { property: "source", folder: "templates", name: ({ name }) => name },
  },
};
