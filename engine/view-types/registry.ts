import type * as z from "zod";
import type { FlowId } from "../definition/ids.ts";
import { issueText } from "../definition/issue-text.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { type LooseView, looseViewSchema } from "../definition/records/route.ts";
import { create } from "./create.ts";
import { remove } from "./delete.ts";
import { detail } from "./detail.ts";
import { flow } from "./flow.ts";
import { list } from "./list.ts";
import { redirect } from "./redirect.ts";
import { template } from "./template.ts";
import { update } from "./update.ts";
import type { RedirectTarget, ViewMethod, ViewType } from "./view-type.ts";

/** Every type of view, by its stored name, in the order in which pickers show them. */
export const viewTypes = { list, detail, create, update, delete: remove, template, redirect, flow } as const;

export type ViewTypeName = keyof typeof viewTypes;
/** A view with its options, as edit commands make it. */
export type View = z.infer<(typeof viewTypes)[ViewTypeName]["options"]>;
/** A type combined with its options, so that callers need not know the type. */
export type AnyViewType = ViewType<LooseView>;

/** The entry for a view; undefined when a definition names an unknown type. */
export function viewTypeOf(view: Pick<LooseView, "name">): AnyViewType | undefined {
  // The registry's values differ in the type of their options; each is called only with options that passed its own
  // schema.
  return Object.hasOwn(viewTypes, view.name)
    ? (viewTypes[view.name as ViewTypeName] as unknown as AnyViewType)
    : undefined;
}

export const allViewTypes = (): readonly AnyViewType[] => Object.values(viewTypes) as unknown as readonly AnyViewType[];

/** The built-in template of this name, with the type of view that uses it as default. */
export const defaultTemplateNamed = (name: string): NonNullable<AnyViewType["defaultTemplate"]> | undefined =>
  allViewTypes().find((type) => type.defaultTemplate?.name === name)?.defaultTemplate;

/** The model that a view belongs to, when there is one. */
export const modelOfView = (reader: Pick<DefinitionReader, "model">, view: LooseView): ModelRecord | undefined =>
  view.modelId === undefined || !viewTypeOf(view)?.hasModel ? undefined : reader.model(view.modelId);

/** Where a view leads instead of showing a page. */
export const leadsTo = (view: LooseView): RedirectTarget | undefined => {
  const type = viewTypeOf(view);
  return type?.leadsTo && type.options.safeParse(view).success ? type.leadsTo(view) : undefined;
};

/** The methods of HTTP that a view answers, as `Allow` lists them. */
export const methodsOfView = (view: LooseView): readonly string[] =>
  ofView(view).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));

const ofView = (view: LooseView): readonly ViewMethod[] => {
  const type = viewTypeOf(view);
  if (!type?.methodsOf) return type?.methods ?? [];
  return type.options.safeParse(view).success ? type.methodsOf(view) : [];
};

/** Whether flows answer at a view, and which one a method has. */
export const answersByFlow = (view: LooseView): boolean => viewTypeOf(view)?.flowOf !== undefined;
export const flowOf = (view: LooseView, method: string): FlowId | undefined => {
  const type = viewTypeOf(view);
  if (!type?.flowOf || !type.options.safeParse(view).success) return undefined;
  const asked = method === "HEAD" ? "GET" : method;
  const known = type.methods.find((each) => each === asked);
  return known && type.flowOf(view, known);
};

/** The labels of a view. A view that this build cannot read has its type's name. */
export function labelsOfView(reader: DefinitionReader, view: LooseView) {
  const type = viewTypeOf(view);
  return type?.options.safeParse(view).success
    ? type.labels(view, reader)
    : { title: `View ${view.name}`, phrase: `a view of the type ${view.name}`, routeLabel: view.name };
}

/** A view with the options of its type: the definition's schema accepts any options, and the registry checks them. */
export const viewSchema = looseViewSchema.check((context) => {
  const { value } = context;
  const type = viewTypeOf(value);
  if (!type)
    context.issues.push({ code: "custom", message: `There is no view of the type "${value.name}".`, input: value });
  for (const { message, path } of type?.options.safeParse(value, { error: issueText }).error?.issues ?? [])
    context.issues.push({ code: "custom", message, path, input: value });
});
