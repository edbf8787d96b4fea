import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { generateCreateTemplate } from "./defaults/generate-form-template.ts";
import { defineViewType } from "./view-type.ts";

/** A form that makes a row: Django's CreateView. */
export const create = defineViewType({
  name: "create",
  label: "New",
  description: "A form that adds a row of a model.",
  options: z.strictObject({
    name: z.literal("create"),
    modelId: idOf("mdl"),
    /** Without one: the form of all fields of the model. */
    formId: idOf("frm").optional(),
    /** Without one: the default page. */
    templateId: idOf("tpl").optional(),
  }),
  methods: ["GET", "POST"],
  hasModel: true,
  form: "create",
  linkedAs: "create",
  modelPage: {
    label: (model) => `New ${model.label} page`,
    routeLabel: (model) => `New ${model.label}`,
    nameEnd: "new",
    beneath: "list",
    pathEnd: "new/",
  },
  isInMenu: false,
  defaultTemplate: {
    name: "_default/create.html",
    description: "The built-in page with the form for a new row.",
    generate: generateCreateTemplate,
  },
  labels: (view, reader) => {
    const model = reader.model(view.modelId);
    return {
      title: model ? `Form for a new ${model.label}` : "A form for a model that does not exist",
      phrase: `a form for a new ${model?.label ?? "row"}`,
      routeLabel: `New ${model?.label ?? "row"}`,
    };
  },
});
