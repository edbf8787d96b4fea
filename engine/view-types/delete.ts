import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { generateDeleteTemplate } from "./defaults/generate-form-template.ts";
import { defineViewType } from "./view-type.ts";

/** A page that asks before it deletes one row, and says what else goes: Django's DeleteView. */
export const remove = defineViewType({
  name: "delete",
  label: "Delete",
  description: "Asks before one row is deleted, and says what else goes with it.",
  options: z.strictObject({
    name: z.literal("delete"),
    modelId: idOf("mdl"),
    /** Without one: the form that only asks. */
    formId: idOf("frm").optional(),
    /** Without one: the default page. */
    templateId: idOf("tpl").optional(),
  }),
  methods: ["GET", "POST"],
  hasModel: true,
  form: "delete",
  rows: {
    count: "one",
    at: { variable: "record", source: "record" },
    alias: (model) => model.name,
    pageSize: () => 1,
  },
  linkedAs: "delete",
  modelPage: {
    label: (model) => `Delete ${model.label} page`,
    routeLabel: (model) => `Delete ${model.label}`,
    nameEnd: "delete",
    beneath: "row",
    pathEnd: "delete/",
  },
  isInMenu: false,
  defaultTemplate: {
    name: "_default/delete.html",
    description: "The built-in page that asks before a row is deleted.",
    generate: generateDeleteTemplate,
  },
  labels: (view, reader) => {
    const model = reader.model(view.modelId);
    return {
      title: model ? `Form to delete one ${model.label}` : "A form that deletes rows of a model that does not exist",
      phrase: `a page that deletes one ${model?.label ?? "row"}`,
      routeLabel: `Delete ${model?.label ?? "row"}`,
    };
  },
});
