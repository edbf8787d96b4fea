import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import type { Overwritten } from "#contract/http/drafts";
import { assertNever } from "#engine/assert-never";
import { restoreValues } from "#engine/edits/commands/restore";
import { WHOLE_RECORD } from "#engine/edits/undo";
import type { DraftNotice } from "../draft-session/draft-view.ts";
import { useDraftSession } from "../draft-session/react/session-context.ts";
import { markTold } from "./conflicts-seen.ts";
import { formatValue, propertyLabels } from "./format-value.ts";
import { recordLabel } from "./record-label.ts";

/** How long a toast stays that asks something. */
const LONG = 12_000;

/** Toasts are for what happened elsewhere or can be taken back; one's own edits are seen where they were made. */
export function DraftNotices() {
  const session = useDraftSession();
  const navigate = useNavigate();
  useEffect(() => {
    const { draftId } = session.view;
    const openList = () => void navigate({ search: "?history=conflicts" });
    const told = (input: {
      readonly title: string;
      readonly conflicts: readonly Overwritten[];
      readonly button: string;
      readonly label: string;
      readonly words: (conflict: Overwritten) => string;
    }) => {
      const [first, ...others] = input.conflicts;
      if (!first) return;
      const id = `conflict-${first.recordId}-${first.property}`;
      const values = input.conflicts.filter(({ property }) => property !== WHOLE_RECORD);
      notifications.show({
        id,
        title: input.title,
        autoClose: LONG,
        message: (
          <>
            {input.words(first)}
            {others.length > 0 ? ` And ${others.length} more.` : null}{" "}
            {values.length > 0 ? (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  notifications.hide(id);
                  session.apply(
                    restoreValues({
                      label: input.label,
                      values: values.map(({ recordId, property, theirs }) => ({ recordId, property, value: theirs })),
                    }),
                  );
                }}
              >
                {input.button}
              </Button>
            ) : null}{" "}
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              onClick={() => {
                notifications.hide(id);
                openList();
              }}
            >
              Show all
            </Button>
          </>
        ),
      });
    };
    return session.onNotice((notice: DraftNotice) => {
      const { reader } = session.view;
      switch (notice.kind) {
        case "refused":
          notifications.show({
            id: `refused-${notice.refusal.id}`,
            color: "red",
            title: `${notice.refusal.label}: not taken`,
            autoClose: LONG,
            message: (
              <>
                {notice.refusal.message} It is kept for you.{" "}
                <Button size="compact-xs" variant="default" onClick={openList}>
                  Look at it
                </Button>
              </>
            ),
          });
          return;
        case "notTakenBack":
          notifications.show({ color: "red", title: `${notice.label}: not taken back`, message: notice.message });
          return;
        case "overtook": {
          const by = notice.overtook[0]?.by ?? "Somebody";
          markTold(draftId, session.view.revision);
          told({
            title: `${by} had just changed the same`,
            conflicts: notice.overtook,
            button: `Take ${by}'s`,
            label: `Take ${by}'s version`,
            words: ({ recordId, property, theirs, yours }) =>
              property === WHOLE_RECORD
                ? `You deleted what ${by} had just changed. Undo restores it.`
                : `${capital(propertyLabels(property))} of ${recordLabel(reader, recordId)}. ${by}: ${formatValue(theirs)}. Yours, which stands: ${formatValue(yours)}.`,
          });
          return;
        }
        case "overwritten": {
          const by = notice.edit.actor.name;
          markTold(draftId, notice.edit.revision);
          told({
            title: `${by} changed what you had just set`,
            conflicts: notice.overtook,
            button: "Restore mine",
            label: "Restore my version",
            words: ({ recordId, property, theirs, yours }) =>
              property === WHOLE_RECORD
                ? `${by} deleted what you had just changed (${notice.edit.label}).`
                : `${capital(propertyLabels(property))} of ${recordLabel(reader, recordId)}. Yours: ${formatValue(theirs)}. ${by}'s, which stands: ${formatValue(yours)}.`,
          });
          return;
        }
        case "undone":
        case "redone": {
          const [first] = notice.kept;
          if (first) {
            notifications.show({
              title: `${notice.kind === "undone" ? "Undone" : "Done again"} in part: ${notice.label}`,
              message: `${first.by} changed ${notice.kept.length === 1 ? `the ${propertyLabels(first.property)}` : `${notice.kept.length} properties`} since; that was left as it is.`,
            });
          }
          return;
        }
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
    });
  }, [session, navigate]);
  return null;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
