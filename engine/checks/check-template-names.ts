import { type Check, problem, repeated } from "./check.ts";

export const checkTemplateNames: Check = (reader) =>
  repeated(reader.templates, (template) => template.name).map(({ item }) =>
    problem("TEMPLATE_E001", {
      on: item.id,
      property: "name",
      message: `Two templates have the name "${item.name}".`,
      hint: "Give one of them another name.",
    }),
  );
