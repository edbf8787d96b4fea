import type { DraftSession } from "../../../draft-session/draft-session.ts";
import type { Draft } from "../../../draft-session/react/use-draft.ts";
import type { ModelsUi } from "../models-ui.ts";
import type { ModelsPlace } from "../use-models-place.ts";

/** What the actions work with. Each reads the draft when it is called: the session is newer than any drawing of it. */
export interface ActionContext
  extends Pick<Draft, "apply" | "attempt" | "attemptForm" | "undo">,
    Pick<ModelsPlace, "select">,
    Pick<ModelsUi, "set"> {
  readonly session: DraftSession;
}
