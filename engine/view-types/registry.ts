import type * as z from "zod";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { type LooseView, looseViewSchema } from "../definition/records/route.ts";
import { detail } from "./detail.ts";
import { list } from "./list.ts";
import { template } from "./template.ts";
import type { ViewType } from "./view-type.ts";

/** Every type of view, by its stored name, in the order in which pickers show them. */
export const viewTypes = { list, detail, template } as const;

export type ViewTypeName = keyof typeof viewTypes;
/** A view with its options, as a command makes it. */
export type View = z.infer<(typeof viewTypes)[ViewTypeName]["options"]>;
/** A type joined with its options, so that callers need not know which it is. */
export type AnyViewType = ViewType<LooseView>;

/** The entry for a view; undefined when a definition names a type that this build does not know. */
export function viewTypeOf(view: Pick<LooseView, "name">): AnyViewType | undefined {
  // The registry's values differ in their options' type; each is only ever given options that its own schema passed.
  return Object.hasOwn(viewTypes, view.name)
    ? (viewTypes[view.name as ViewTypeName] as unknown as AnyViewType)
    : undefined;
}

export const allViewTypes = (): readonly AnyViewType[] => Object.values(viewTypes) as unknown as readonly AnyViewType[];

/** The built-in template of this name, with the type of view whose default it is. */
export const defaultTemplateNamed = (name: string): NonNullable<AnyViewType["defaultTemplate"]> | undefined =>
  allViewTypes().find((type) => type.defaultTemplate?.name === name)?.defaultTemplate;

/** The model that a view belongs to, when there is one. */
export const modelOfView = (reader: Pick<DefinitionReader, "model">, view: LooseView): ModelRecord | undefined =>
  view.modelId === undefined || !viewTypeOf(view)?.hasModel ? undefined : reader.model(view.modelId);

/** The methods of HTTP that a view answers, as `Allow` lists them. */
export const methodsOfView = (view: LooseView): readonly string[] =>
  (viewTypeOf(view)?.methods ?? []).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));

/** What a view says of itself. One that this build cannot read is called by its type's name. */
export function labelsOfView(reader: DefinitionReader, view: LooseView) {
  const type = viewTypeOf(view);
  return type?.options.safeParse(view).success
    ? type.labels(view, reader)
    : { title: `View ${view.name}`, phrase: `a view of the type ${view.name}`, routeLabel: view.name };
}

/** A view with the options of its type: what the definition knows only loosely, judged by the registry. */
export const viewSchema = looseViewSchema.check((context) => {
  const { value } = context;
  const type = viewTypeOf(value);
  if (!type)
    context.issues.push({ code: "custom", message: `There is no view of the type "${value.name}".`, input: value });
  for (const { message, path } of type?.options.safeParse(value).error?.issues ?? [])
    context.issues.push({ code: "custom", message, path, input: value });
});
