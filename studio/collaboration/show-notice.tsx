import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { assertNever } from "#engine/assert-never";
import { WHOLE_RECORD } from "#engine/edits/undo";
import type { DraftNotice } from "../draft-session/draft-view.ts";
import { markTold } from "./conflicts-seen.ts";
import { formatValue, propertyLabels } from "./format-value.ts";
import { recordLabel } from "./record-label.ts";
import { LONG_MS, type NoticeContext, showConflicts } from "./show-conflicts.tsx";

type Notice<Kind extends DraftNotice["kind"]> = Extract<DraftNotice, { readonly kind: Kind }>;

/** Shows what the session tells as a toast. */
export function showNotice(notice: DraftNotice, context: NoticeContext): void {
  switch (notice.kind) {
    case "refused":
      showRefused(notice, context);
      return;
    case "notTakenBack":
      notifications.show({ color: "red", title: `${notice.label}: not taken back`, message: notice.message });
      return;
    case "overtook":
      showOvertook(notice, context);
      return;
    case "overwritten":
      showOverwritten(notice, context);
      return;
    case "undone":
    case "redone":
      showKept(notice);
      return;
    case "found":
      notifications.show({
        title: `${notice.edits} ${notice.edits === 1 ? "edit" : "edits"} of an earlier visit`,
        message: "They had waited in this browser and are being saved now.",
      });
      return;
    case "edited":
      return;
    default:
      assertNever(notice);
  }
}

function showRefused({ refusal }: Notice<"refused">, { openList }: NoticeContext): void {
  notifications.show({
    id: `refused-${refusal.id}`,
    color: "red",
    title: `${refusal.label}: not taken`,
    autoClose: LONG_MS,
    message: (
      <>
        {refusal.message} It is kept for you.{" "}
        <Button size="compact-xs" variant="default" onClick={openList}>
          Look at it
        </Button>
      </>
    ),
  });
}

/** One's own edit came later and stands; the other's value can be taken instead. */
function showOvertook(notice: Notice<"overtook">, context: NoticeContext): void {
  const { draftId, revision, reader } = context.session.view;
  const by = notice.overtook[0]?.by ?? "Somebody";
  markTold(draftId, revision);
  showConflicts(
    {
      title: `${by} had just changed the same`,
      conflicts: notice.overtook,
      button: `Take ${by}'s`,
      label: `Take ${by}'s version`,
      words: ({ recordId, property, theirs, yours }) =>
        property === WHOLE_RECORD
          ? `You deleted what ${by} had just changed. Undo restores it.`
          : `${capital(propertyLabels(property))} of ${recordLabel(reader, recordId)}. ${by}: ${formatValue(theirs)}. Yours, which stands: ${formatValue(yours)}.`,
    },
    context,
  );
}

/** The other's edit came later and stands; one's own value can be restored. */
function showOverwritten(notice: Notice<"overwritten">, context: NoticeContext): void {
  const { draftId, reader } = context.session.view;
  const by = notice.edit.actor.name;
  markTold(draftId, notice.edit.revision);
  showConflicts(
    {
      title: `${by} changed what you had just set`,
      conflicts: notice.overtook,
      button: "Restore mine",
      label: "Restore my version",
      words: ({ recordId, property, theirs, yours }) =>
        property === WHOLE_RECORD
          ? `${by} deleted what you had just changed (${notice.edit.label}).`
          : `${capital(propertyLabels(property))} of ${recordLabel(reader, recordId)}. Yours: ${formatValue(theirs)}. ${by}'s, which stands: ${formatValue(yours)}.`,
    },
    context,
  );
}

/** What others changed since is not undone with the rest. */
function showKept(notice: Notice<"undone" | "redone">): void {
  const [first] = notice.kept;
  if (!first) return;
  notifications.show({
    title: `${notice.kind === "undone" ? "Undone" : "Done again"} in part: ${notice.label}`,
    message: `${first.by} changed ${notice.kept.length === 1 ? `the ${propertyLabels(first.property)}` : `${notice.kept.length} properties`} since; that was left as it is.`,
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
