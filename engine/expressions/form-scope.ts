import type { FormId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FormRecord } from "../definition/records/form.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { isSameType, objectOf, recordOf, scalar, type ValueType } from "../value-types/value-type.ts";
import { parameterTypes } from "./parameter-types.ts";
import { type ExpressionScope, modelShapes, requestTime } from "./scope.ts";

/**
 * What the expressions of a form may name. Before it is written: `params` of the page that shows it, `user`,
 * `request.time`, and the row that it changes or deletes as `record`. After it: `record` is the row that was written.
 */
export function formScope(
  reader: DefinitionReader,
  formId: FormId,
  when: "form" | "formDone",
): ExpressionScope | undefined {
  const form = reader.form(formId);
  if (!form || !reader.model(form.modelId)) return undefined;
  const model = modelShapes(reader);
  const variables = { params: objectOf(routeParameters(reader)), user: model.user, request: requestTime };
  if (!hasRecord(form, when)) return { variables, model };
  return {
    variables: { ...variables, record: recordOf(form.modelId, model) },
    bareModelId: form.modelId,
    model,
  };
}

/** Whether there is a row: a new one only when it was written, a deleted one only before. */
const hasRecord = ({ action }: FormRecord, when: "form" | "formDone"): boolean =>
  action === "update" || (action === "create") === (when === "formDone");

/** The parameters of all paths, by name: a form may stand on several pages. Where paths differ, its value is text. */
function routeParameters(reader: DefinitionReader): Readonly<Record<string, ValueType>> {
  return reader.derive("parameters of all routes", () => {
    const found: Record<string, ValueType> = {};
    for (const { pattern } of compileRoutes(reader.routes).routes)
      for (const { name, converter } of pattern.parameters) {
        const type = parameterTypes[converter];
        found[name] = Object.hasOwn(found, name) && !isSameType(found[name] as ValueType, type) ? scalar("text") : type;
      }
    return found;
  });
}
