import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RestoreResult, restoreDraft } from "#contract/http/draft-history";
import type { EditTargetId } from "#engine/edits/edit";
import { WHOLE_RECORD } from "#engine/edits/undo";
import { call } from "../api/client.ts";
import { makeBatchId } from "../api/random.ts";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { propertyLabels } from "./format-value.ts";

export interface Restore {
  readonly revision: number;
  readonly side: "before" | "after";
  /** Only this record, or this property of it; else the draft as a whole. */
  readonly record?: EditTargetId;
  readonly property?: string;
  /** Only what this edit changed. */
  readonly only?: true;
}

/** What of an edit was changed or used since, and therefore not restored. */
function keptSentence(kept: NonNullable<RestoreResult["kept"]>): string {
  const [first] = kept;
  if (!first) return "";
  const others = kept.length === 1 ? "" : ` and ${kept.length - 1} more`;
  return first.property === WHOLE_RECORD
    ? `${first.by} has used what it added since${others}: that stays.`
    : `${first.by} changed the ${propertyLabels(first.property)}${others} since: that stays.`;
}

/** Brings something back by the server, which knows how it was. The edit arrives like anybody's, and can be undone. */
export function useRestore() {
  const session = useDraftSession();
  const queries = useQueryClient();
  const { draftId } = session.view;
  return useMutation({
    mutationFn: async (restore: Restore) => {
      const result = await call(restoreDraft, { params: { draftId }, body: { batchId: makeBatchId(), ...restore } });
      await Promise.race([session.whenAt(result.revision), new Promise((resolve) => setTimeout(resolve, 3_000))]);
      return result;
    },
    onSuccess: (result) => {
      const kept = keptSentence(result.kept ?? []);
      notifications.show(
        result.operations.length === 0
          ? { message: kept === "" ? "It is like that already." : `Nothing was restored. ${kept}` }
          : { message: `${result.undoState.undo ?? "Restored"}. Undo takes it back. ${kept}`.trim() },
      );
      void queries.invalidateQueries({ queryKey: ["draft-history", draftId] });
    },
    onError: (error) => notifications.show({ color: "red", title: "Not restored", message: error.message }),
  });
}
