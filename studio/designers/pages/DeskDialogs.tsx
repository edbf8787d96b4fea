import type { RouteRecord } from "#engine/definition/records/route";
import type { AssistContext } from "#engine/views/assist/names-at";
import { RowsDialog } from "./data/RowsDialog.tsx";
import { InsertForm } from "./InsertForm.tsx";
import { LinkDialog } from "./LinkDialog.tsx";
import type { PageActions } from "./page-actions.ts";
import type { useDeskDialogs } from "./use-desk-dialogs.ts";
import type { DeskEdits } from "./use-desk-edits.ts";

interface Props {
  readonly dialogs: ReturnType<typeof useDeskDialogs>;
  readonly context: AssistContext;
  readonly route: RouteRecord | undefined;
  readonly edits: DeskEdits;
  readonly actions: PageActions;
  /** The focus goes to what was inserted. */
  readonly onInserted: () => void;
}

/** The dialogs of the page editor: rows and forms to insert, and where a link leads. */
export function DeskDialogs({ dialogs, context, route, edits, actions, onInserted }: Props) {
  const { asking, setAsking, isAskingForm, setAskingForm, linking, setLinking } = dialogs;
  const { insertable } = edits;
  return (
    <>
      {asking && (
        <RowsDialog
          type={asking.type}
          context={context}
          insertable={insertable}
          route={route}
          related={asking.related}
          isRepeated={asking.isRepeated}
          onClose={() => setAsking(undefined)}
          onInsert={({ source: piece, operations }) => {
            if (!edits.insertRows({ ...asking, source: piece }, operations)) return;
            setAsking(undefined);
            onInserted();
          }}
        />
      )}
      {isAskingForm && (
        <InsertForm
          route={route}
          forms={insertable.forms}
          onClose={() => setAskingForm(false)}
          onInsert={({ source: piece, label: done, besides }) => {
            setAskingForm(false);
            if (actions.insert(piece, done, besides)) onInserted();
          }}
        />
      )}
      {linking && (
        <LinkDialog
          pages={insertable.pages}
          onDone={(href) => {
            setLinking(undefined);
            linking.answer(href);
          }}
        />
      )}
    </>
  );
}
