import { useMemo } from "react";
import type { RecordId } from "#engine/definition/ids";
import { restoreRecord, revertRecord } from "#engine/edits/commands/restore";
import { useDraftSession } from "../../draft-session/react/session-context.ts";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import type { ActionContext } from "./actions/action-context.ts";
import { clipboardActions } from "./actions/clipboard-actions.ts";
import { fieldActions } from "./actions/field-actions.ts";
import { modelActions } from "./actions/model-actions.ts";
import { useModelsUi } from "./models-ui.ts";
import { useModelsPlace } from "./use-models-place.ts";

/** All that one can do to models and fields, for the canvas, the list, the inspector and the keys alike. */
export function useModelActions() {
  const session = useDraftSession();
  const { apply, attempt, attemptForm, undo } = useDraftActions();
  const { select } = useModelsPlace();
  const set = useModelsUi((ui) => ui.set);
  return useMemo(() => {
    const context: ActionContext = { session, apply, attempt, attemptForm, undo, select, set };
    return {
      ...modelActions(context),
      ...fieldActions(context),
      ...clipboardActions(context),
      ...liveActions(context),
    };
  }, [session, apply, attempt, attemptForm, undo, select, set]);
}

export type ModelActions = ReturnType<typeof useModelActions>;

/** What brings back the live version of a model or a field. */
function liveActions({ session, apply }: ActionContext) {
  return {
    /** Restores a deleted record as it is live, with all that it owns. */
    restore: (id: RecordId) => {
      const { live, reader } = session.view;
      if (live) apply(restoreRecord(reader, { live: live.definition, id }));
    },
    /** Sets what changed of a record back to what is live. */
    revert: (id: RecordId) => {
      const { live, reader } = session.view;
      if (live) apply(revertRecord(reader, { live: live.definition, id }));
    },
  };
}
