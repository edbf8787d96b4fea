import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Consequence } from "#engine/edits/commands/edit-command";
import type { Command } from "../../../draft-session/draft-view.ts";
import type { ActionContext } from "./action-context.ts";

interface Deletion {
  /** What is deleted, as it is called. */
  readonly title: string;
  readonly command: Command & { readonly consequences: readonly Consequence[] };
}

/** Shows what was deleted with it, as long as the deletion can be undone. */
export function tellDeleted(
  { session, undo }: Pick<ActionContext, "session" | "undo">,
  { title, command }: Deletion,
): void {
  const id = `deleted-${title}`;
  // Undo takes back the last edit: once that is another, this note must not offer to.
  const { definition } = session.view;
  const unsubscribe = session.subscribe(() => {
    if (session.view.definition !== definition && session.view.undoState.undo !== command.label) notifications.hide(id);
  });
  notifications.show({
    id,
    onClose: unsubscribe,
    title: `${title} is deleted in the draft`,
    message: (
      <>
        {command.consequences.map((consequence) => consequence.message).join(" ")}{" "}
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </>
    ),
  });
}
