import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Overwritten } from "#contract/http/drafts";
import { restoreValues } from "#engine/edits/commands/restore";
import { WHOLE_RECORD } from "#engine/edits/undo";
import type { DraftSession } from "../draft-session/draft-session.ts";

/** How long a toast stays that asks something, in milliseconds. */
export const LONG_MS = 12_000;

export interface NoticeContext {
  readonly session: DraftSession;
  /** Opens the list of conflicts. */
  readonly openList: () => void;
}

/** Says that two people set the same, and offers the value that does not stand. */
export function showConflicts(
  toast: {
    readonly title: string;
    readonly conflicts: readonly Overwritten[];
    readonly button: string;
    /** What the edit of the button is called in the history. */
    readonly label: string;
    readonly words: (conflict: Overwritten) => string;
  },
  { session, openList }: NoticeContext,
): void {
  const [first, ...others] = toast.conflicts;
  if (!first) return;
  const id = `conflict-${first.recordId}-${first.property}`;
  const values = toast.conflicts.filter(({ property }) => property !== WHOLE_RECORD);
  const restore = () => {
    notifications.hide(id);
    session.apply(
      restoreValues({
        label: toast.label,
        values: values.map(({ recordId, property, theirs }) => ({ recordId, property, value: theirs })),
      }),
    );
  };
  const showAll = () => {
    notifications.hide(id);
    openList();
  };
  notifications.show({
    id,
    title: toast.title,
    autoClose: LONG_MS,
    message: (
      <>
        {toast.words(first)}
        {others.length > 0 ? ` And ${others.length} more.` : null}{" "}
        {values.length > 0 ? (
          <Button size="compact-xs" variant="default" onClick={restore}>
            {toast.button}
          </Button>
        ) : null}{" "}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={showAll}>
          Show all
        </Button>
      </>
    ),
  });
}
