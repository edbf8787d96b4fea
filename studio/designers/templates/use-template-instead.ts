import { useEffect, useRef } from "react";
import type { AssistContext } from "#engine/views/assist/names-at";
import { BASE_TEMPLATE } from "#engine/views/view-templates";
import { BASE_KEY, chosenTemplate } from "./chosen-template.ts";

/**
 * The page that has taken the place of the one in the address: undoing a take-over leads back to the default page, and
 * redoing it to the app's own. Undefined for one that is there, or that nothing takes the place of.
 */
export function useTemplateInstead(context: AssistContext, key: string | undefined): string | undefined {
  const { reader } = context;
  /** The default pages whose place a template takes, as long as this screen has been open. */
  const standsFor = useRef(new Map<string, string>());
  useEffect(() => {
    for (const { id, view } of reader.routes) if (view.templateId) standsFor.current.set(view.templateId, id);
    const base = reader.templateByName(BASE_TEMPLATE);
    if (base) standsFor.current.set(base.id, BASE_KEY);
  }, [reader]);
  if (key === undefined || chosenTemplate(context, key)) return undefined;
  const own =
    key === BASE_KEY
      ? reader.templateByName(BASE_TEMPLATE)?.id
      : reader.routes.find(({ id }) => id === key)?.view.templateId;
  const instead = own ?? standsFor.current.get(key);
  return instead !== undefined && chosenTemplate(context, instead) ? instead : undefined;
}
