import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { restoreDraft } from "#contract/http/draft-history";
import type { EditTargetId } from "#engine/edits/edit";
import { call } from "../api/client.ts";
import { makeBatchId } from "../api/random.ts";
import { useDraftSession } from "../draft-session/react/session-context.ts";

export interface Restore {
  readonly revision: number;
  readonly side: "before" | "after";
  /** Only this record, or this property of it; else the draft as a whole. */
  readonly record?: EditTargetId;
  readonly property?: string;
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
      notifications.show(
        result.operations.length === 0
          ? { message: "It is like that already." }
          : { message: `${result.undoState.undo ?? "Restored"}. Undo takes it back.` },
      );
      void queries.invalidateQueries({ queryKey: ["draft-history", draftId] });
    },
    onError: (error) => notifications.show({ color: "red", title: "Not restored", message: error.message }),
  });
}
