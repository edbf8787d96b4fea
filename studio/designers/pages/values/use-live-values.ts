import { useMemo } from "react";
import type { TemplateId } from "#engine/definition/ids";
import type { RouteRecord } from "#engine/definition/records/route";
import type { OfferedValue } from "#engine/views/assist/offered-values";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../session/use-app.ts";
import type { ChosenTemplate } from "../../templates/chosen-template.ts";
import { type PreviewView, previewAs } from "../../templates/preview/preview-view.ts";
import { usePreview } from "../../templates/preview/use-preview.ts";

interface Parts {
  readonly chosen: ChosenTemplate;
  readonly source: string;
  readonly at: number;
  readonly offered: readonly OfferedValue[];
  /** The page that is shown, and its address. */
  readonly route: RouteRecord | undefined;
  readonly address: string | undefined;
  /** No page shows the template: it is tried on this one. */
  readonly isTried: boolean;
  readonly view: PreviewView;
  readonly markToken: string;
}

const MAX_SHOWN = 80;

/**
 * What each value is on the page that is shown, for the row and the visitor that are chosen: the page is made once more by
 * the engine, with the values written at the place, and they are read from it. Empty where the place cannot hold text.
 */
export function useLiveValues({
  chosen,
  source,
  at,
  offered,
  route,
  isTried,
  address,
  view,
  markToken,
}: Parts): ReadonlyMap<string, string> {
  const app = useApp();
  const { definition } = useDraft();
  const probed = useMemo(() => {
    const mark = `data-${markToken.toLowerCase()}v`;
    const values = offered
      .map(
        ({ expression, type }, index) =>
          `<s ${mark}="${index}">{{ ${expression}${type.kind === "list" ? "|length" : ""} }}</s>`,
      )
      .join("");
    const text = `${source.slice(0, at)}${values}${source.slice(at)}`;
    const id = chosen.kind === "own" ? chosen.template.id : PROBE;
    // A built-in page is tried as a template of its route, the built-in layout as one of its name.
    const isOfRoute = chosen.kind === "builtIn" && chosen.route !== undefined;
    const name = chosen.kind === "builtIn" && !chosen.route ? chosen.name : "_probe.html";
    const record = { kind: "template" as const, id, name, source: "", order: "z" };
    return {
      mark,
      definition:
        chosen.kind === "own" ? definition : { ...definition, records: { ...definition.records, [id]: record } },
      edited: { id, source: text, standsInFor: isOfRoute || isTried ? route?.id : undefined },
    };
  }, [chosen, definition, source, at, offered, isTried, route?.id, markToken]);
  const as = useMemo(() => previewAs(view.as), [view.as]);
  const { page } = usePreview(
    app,
    {
      definition: probed.definition,
      edited: probed.edited,
      routeId: route?.id,
      address,
      as,
      rows: view.rows,
      forms: view.forms,
      live: String(app.live?.releaseNumber ?? ""),
      markToken,
    },
    () => {},
  );
  const html = page?.html;
  return useMemo(() => {
    const found = new Map<string, string>();
    if (html === undefined) return found;
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const element of parsed.querySelectorAll(`[${probed.mark}]`)) {
      const value = offered[Number(element.getAttribute(probed.mark))];
      const text = element.textContent?.replace(/\s+/g, " ").trim() ?? "";
      // In a loop the first round counts.
      if (value && !found.has(value.expression)) found.set(value.expression, shownValue(value, text));
    }
    return found;
  }, [html, probed.mark, offered]);
}

function shownValue({ type }: OfferedValue, text: string): string {
  if (type.kind === "list") return text === "1" ? "1 row" : `${text} rows`;
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

const PROBE = "tpl_valuesprobe00000" as TemplateId;
