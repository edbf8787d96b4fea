import type { MailTemplateRecord } from "../definition/records/mail-template.ts";
import type { KindFacts } from "./kind-facts.ts";

export const mailTemplate: KindFacts<MailTemplateRecord> = {
  noun: "mail",
  describe: ({ label }) => `mail ${label}`,
  references: ({ modelId, templateId }) => [
    ...(modelId === undefined ? [] : [{ to: modelId, property: "modelId" }]),
    { to: templateId, property: "templateId" },
  ],
  // Those of its template are found through its entry (engine/views/mails/mail-entries.ts).
  expressions: () => [],
  longTexts: [],
  isSeenByPages: false,
  file: { place: "list", file: "mails.json" },
};
