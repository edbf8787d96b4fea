import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { defineViewType } from "./view-type.ts";

const flowId = idOf("flw").optional();

/** A flow answers: Django's function views, and every endpoint with logic. */
export const flow = defineViewType({
  name: "flow",
  label: "Flow",
  description: "Steps that you draw read and write rows, and answer.",
  options: z.strictObject({
    name: z.literal("flow"),
    /** The flow of each method that is answered. */
    methods: z
      .strictObject({ GET: flowId, POST: flowId, PUT: flowId, PATCH: flowId, DELETE: flowId })
      .refine((methods) => Object.values(methods).some((id) => id !== undefined), { error: "Choose a flow." }),
  }),
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  methodsOf: ({ methods }) => (["GET", "POST", "PUT", "PATCH", "DELETE"] as const).filter((method) => methods[method]),
  hasModel: false,
  isInMenu: false,
  flowOf: ({ methods }, method) => methods[method],
  labels: ({ methods }, reader) => {
    const names = [...new Set(Object.values(methods).flatMap((id) => labelOf(reader, id) ?? []))].join(", ");
    const what = names === "" ? "a flow that does not exist" : names;
    return { title: `Flow ${what}`, phrase: `the flow ${what}`, routeLabel: names === "" ? "Flow" : names };
  },
});

const labelOf = (reader: DefinitionReader, id: string | undefined): string | undefined =>
  reader.ofKind("flow").find((record) => record.id === id)?.label;
