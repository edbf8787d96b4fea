import { Annotation, type Extension, Transaction } from "@codemirror/state";
import { EditorView, ViewPlugin } from "@codemirror/view";
import type { TextBinding } from "./text-binding.ts";

/** Marks what came from the draft, so that it is not saved again as if it had been typed. */
const fromDraft = Annotation.define<true>();

/** CodeMirror on a long text of the draft; the state begins with `binding.text`. The caret stays where it is. */
export const mergedText = (binding: TextBinding): Extension => [
  ViewPlugin.define((view) => {
    const detach = binding.attach({
      read: () => view.state.doc.toString(),
      replace: (changes) => {
        view.dispatch({
          changes: [...changes],
          annotations: [fromDraft.of(true), Transaction.addToHistory.of(false)],
        });
      },
    });
    return { destroy: detach };
  }),
  EditorView.updateListener.of((update) => {
    if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromDraft)))
      binding.typed();
  }),
];
