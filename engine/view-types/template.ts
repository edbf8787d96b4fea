import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { defineViewType } from "./view-type.ts";

/** A page that shows no rows: Django's TemplateView. */
export const template = defineViewType({
  name: "template",
  label: "Page",
  description: "A page of your own template, without rows.",
  options: z.strictObject({ name: z.literal("template"), templateId: idOf("tpl") }),
  methods: ["GET"],
  hasModel: false,
  isInMenu: true,
  labels: (view, reader) => {
    const shown = reader.template(view.templateId);
    return {
      title: shown ? `Template ${shown.name}` : "A template that does not exist",
      phrase: `the template ${shown?.name ?? "?"}`,
      routeLabel: "Page",
    };
  },
});
