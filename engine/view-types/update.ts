import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { generateUpdateTemplate } from "./defaults/generate-form-template.ts";
import { defineViewType } from "./view-type.ts";

/** A form that changes one row: Django's UpdateView. */
export const update = defineViewType({
  name: "update",
  label: "Edit",
  description: "A form that changes one row, found by the address.",
  options: z.strictObject({
    name: z.literal("update"),
    modelId: idOf("mdl"),
    /** Without one: the form of all fields of the model. */
    formId: idOf("frm").optional(),
    /** Without one: the default page. */
    templateId: idOf("tpl").optional(),
  }),
  methods: ["GET", "POST"],
  hasModel: true,
  form: "update",
  rows: {
    count: "one",
    at: { variable: "record", source: "record" },
    alias: (model) => model.name,
    pageSize: () => 1,
  },
  linkedAs: "update",
  modelPage: {
    label: (model) => `Edit ${model.label} page`,
    routeLabel: (model) => `Edit ${model.label}`,
    nameEnd: "edit",
    beneath: "row",
    pathEnd: "edit/",
  },
  isInMenu: false,
  defaultTemplate: {
    name: "_default/update.html",
    description: "The built-in page with the form that changes a row.",
    generate: generateUpdateTemplate,
  },
  labels: (view, reader) => {
    const model = reader.model(view.modelId);
    return {
      title: model ? `Form to edit one ${model.label}` : "A form for a model that does not exist",
      phrase: `a form that changes one ${model?.label ?? "row"}`,
      routeLabel: `Edit ${model?.label ?? "row"}`,
    };
  },
});
