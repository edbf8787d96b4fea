import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import { generateDetailTemplate } from "./defaults/generate-detail-template.ts";
import { defineViewType } from "./view-type.ts";

/** One row of a model: Django's DetailView. */
export const detail = defineViewType({
  name: "detail",
  label: "Detail",
  description: "One row of a model, found by the address.",
  options: z.strictObject({
    name: z.literal("detail"),
    modelId: idOf("mdl"),
    /** Without one: the default detail template. */
    templateId: idOf("tpl").optional(),
  }),
  methods: ["GET"],
  hasModel: true,
  rows: {
    count: "one",
    at: { variable: "record", source: "record" },
    alias: (model) => model.name,
    pageSize: () => 1,
  },
  linkedAs: "row",
  modelPage: {
    label: (model) => `Page of one ${model.label}`,
    routeLabel: (model) => model.label,
    nameEnd: "detail",
    beneath: "row",
    pathEnd: "",
  },
  isInMenu: false,
  defaultTemplate: {
    name: "_default/detail.html",
    description: "The built-in page of one row of the page's own model.",
    generate: generateDetailTemplate,
  },
  labels: (view, reader) => {
    const model = reader.model(view.modelId);
    return {
      title: model ? `One ${model.label}` : "One row of a model that does not exist",
      phrase: `one ${model?.label ?? "row"}`,
      routeLabel: model?.label ?? "Detail",
    };
  },
});
