import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type * as z from "zod";
import { previewRows } from "#contract/http/preview";
import type { AppId } from "#contract/platform-ids";
import type { RouteId } from "#engine/definition/ids";
import type { DataRequest } from "#engine/views/preview/data-request";
import { call } from "../../../api/client.ts";
import { nothingShown, type PreviewInput, PreviewSession, type PreviewState } from "./preview-session.ts";
import { PreviewWorker } from "./preview-worker.ts";

/** Typing asks for a page so often at most; the worker and the newest-only rule do the rest. */
const REST_MS = 60;

/** The page that the input makes, kept up to date; see PreviewSession. */
export function usePreview(
  { id: appId, url }: { readonly id: AppId; readonly url: string },
  input: PreviewInput,
  moved: (routeId: RouteId, address: string) => void,
): PreviewState & { readonly refresh: () => void } {
  const latest = useRef({ moved });
  latest.current = { moved };
  const [session, setSession] = useState<PreviewSession>();
  useEffect(() => {
    const worker = new PreviewWorker();
    setSession(
      new PreviewSession({
        ask: (definition, question) => worker.ask(definition, question),
        rows: (dataRequest) => call(previewRows, { params: { appId }, body: bodyOf(dataRequest) }),
        now: () => new Date(),
        origin: new URL(url).origin,
        moved: (routeId, address) => latest.current.moved(routeId, address),
      }),
    );
    return () => worker.close();
  }, [appId, url]);

  const { definition, edited, routeId, address, as, rows, forms, live, markToken } = input;
  const source = edited?.source;
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (!session) return;
    const show = () => session.show({ definition, edited, routeId, address, as, rows, forms, live, markToken });
    // Only typing waits; a choice is answered at once.
    const isTyping = shown.current !== undefined && shown.current !== source;
    shown.current = source;
    if (!isTyping) {
      show();
      return;
    }
    const timer = setTimeout(show, REST_MS);
    return () => clearTimeout(timer);
  }, [session, definition, edited, source, routeId, address, as, rows, forms, live, markToken]);

  const state = useSyncExternalStore(session?.subscribe ?? noSubscription, session?.state ?? noState);
  return { ...state, refresh: () => session?.refresh() };
}

/** The same as a body, whose lists may be written. */
const bodyOf = (dataRequest: DataRequest) => structuredClone(dataRequest) as z.input<typeof previewRows.body>;

const noSubscription = () => () => {};
const nothing: PreviewState = { ...nothingShown, isWorking: true };
const noState = () => nothing;
