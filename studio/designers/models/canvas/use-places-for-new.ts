import { useEffect } from "react";
import type { Layout } from "#contract/http/drafts";
import { useDraftSession } from "../../../draft-session/react/session-context.ts";
import { type Drawing, placesForNew } from "./drawing.ts";

/** What has no place yet gets one: all of it at once by layout, single ones beside what is there. */
export function usePlacesForNew(input: {
  readonly drawing: Drawing;
  readonly layout: Layout;
  readonly arrange: () => Promise<void>;
}): void {
  const { drawing, layout, arrange } = input;
  const session = useDraftSession();
  useEffect(() => {
    const all = [...drawing.models, ...drawing.removedModels];
    const missing = all.filter((model) => !layout[model.id]);
    if (missing.length === 0) return;
    if (missing.length === all.length && all.length > 1) void arrange();
    else session.place("models", placesForNew(drawing, layout));
  }, [drawing, layout, session, arrange]);
}
