import { EditorSelection, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * Closes a tag as it is opened: `{%` becomes `{%  %}` and `{{` becomes `{{  }}`, with the cursor inside. The first brace
 * was closed by the editor already, so there is one brace behind the cursor.
 */
export const tagPairs: Extension = EditorView.inputHandler.of((view, from, to, text) => {
  if ((text !== "%" && text !== "{") || from !== to || view.state.readOnly) return false;
  const { doc } = view.state;
  if (doc.sliceString(from - 1, from) !== "{" || doc.sliceString(from - 2, from - 1) === "{") return false;
  const behind = doc.sliceString(from, from + 1) === "}" ? 1 : 0;
  const rest = doc.sliceString(from + behind, doc.lineAt(from).to);
  // What follows belongs to a tag that stands there already.
  if (/^\s*[\w"'|.]/.test(rest)) return false;
  const close = text === "%" ? "%}" : "}}";
  view.dispatch({
    changes: { from, to: from + behind, insert: `${text}  ${close}` },
    selection: EditorSelection.cursor(from + 2),
    userEvent: "input.type",
    scrollIntoView: true,
  });
  return true;
});
