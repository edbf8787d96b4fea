import { useMemo, useState } from "react";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { RouteId, TemplateId } from "#engine/definition/ids";
import type { RouteRecord } from "#engine/definition/records/route";
import { accountRoute } from "#engine/views/accounts/account-route";
import type { AssistContext } from "#engine/views/assist/names-at";
import { mailRoute } from "#engine/views/mails/mail-route";
import { useDraft } from "../../../draft-session/react/use-draft.ts";
import { useApp } from "../../../session/use-app.ts";
import type { ChosenTemplate } from "../chosen-template.ts";
import { hasNewReadRule } from "./has-new-read-rule.ts";
import { type PreviewView, previewAs } from "./preview-view.ts";
import { usePreview } from "./use-preview.ts";

interface Input {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  /** The template's text as it stands in the editor. */
  readonly source: string;
  readonly view: PreviewView;
  /** For the page editor. */
  readonly markToken?: string | undefined;
}

/** The page on which a template is previewed, of those that show it; and the state of that preview. */
export function useTemplatePreview({ context, chosen, source, view, markToken }: Input) {
  const app = useApp();
  const { reader, definition, live } = useDraft();
  const looked = useMemo(() => builtInAs(definition, chosen, source), [definition, chosen, source]);
  const { pages, isTried } = usePages(context, chosen);
  const [page, setPage] = useState<{ readonly routeId: RouteId; readonly address: string | undefined }>();
  const route = pages.find(({ id }) => id === page?.routeId) ?? pages[0];
  const own = chosen.kind === "own" ? chosen.template : undefined;
  const edited = useMemo(
    () => (own ? { id: own.id, source, standsInFor: isTried ? route?.id : undefined } : looked?.edited),
    [own, looked, source, isTried, route?.id],
  );
  const onPage = (routeId: RouteId, address?: string) => setPage({ routeId, address });
  const state = usePreview(
    app,
    {
      definition: looked?.definition ?? definition,
      edited,
      routeId: route?.id,
      address: page && page.routeId === route?.id ? page.address : undefined,
      as: useMemo(() => previewAs(view.as), [view.as]),
      rows: view.rows,
      forms: view.forms,
      live: String(app.live?.releaseNumber ?? ""),
      markToken,
    },
    onPage,
  );
  const isRuleNew = view.as !== "builder" && route && live && hasNewReadRule(reader, live.definition, route);
  return {
    pages,
    isTried,
    route,
    state,
    notes: isRuleNew ? ["Who may read these rows changes with the next publish; here the live rules count."] : [],
    onPage,
    onAddress: (address: string | undefined) => route && onPage(route.id, address),
  };
}

/** A built-in template with another text than its own, to be looked at: as if it were a template of the app. */
function builtInAs(definition: AppDefinition, chosen: ChosenTemplate, source: string) {
  if (chosen.kind !== "builtIn" || source === chosen.source) return undefined;
  const record = { kind: "template" as const, id: LOOKED_AT, name: chosen.name, source: "", order: "z" };
  return {
    definition: { ...definition, records: { ...definition.records, [LOOKED_AT]: record } },
    edited: { id: LOOKED_AT, source, standsInFor: chosen.route?.id },
  };
}

const LOOKED_AT = "tpl_lookedat000000000" as TemplateId;

/** The pages and mails that show a template; where there are none, all on which it can be tried. */
function usePages(context: AssistContext, chosen: ChosenTemplate) {
  return useMemo((): { readonly pages: readonly RouteRecord[]; readonly isTried: boolean } => {
    const { reader, graph } = context;
    if (chosen.kind === "builtIn") return { pages: chosen.route ? [chosen.route] : reader.routes, isTried: false };
    const entries = graph.entriesOf(chosen.template.id);
    const shown = entries.flatMap(
      ({ route, mail, account }) => route ?? (mail ? mailRoute(mail) : account ? accountRoute(account) : []),
    );
    return shown.length > 0 ? { pages: shown, isTried: false } : { pages: reader.routes, isTried: true };
  }, [context, chosen]);
}
