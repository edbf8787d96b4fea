import { EditorSelection, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type TagEdit, tagEdit } from "./tag-edit.ts";

/** Closes a tag as it is opened, and lets one type over what was closed; see tagEdit. */
export const tagPairs: Extension = EditorView.inputHandler.of((view, from, to, text) => {
  if (from !== to || text.length !== 1 || view.state.readOnly) return false;
  const line = view.state.doc.lineAt(from);
  const edit: TagEdit | undefined = tagEdit({
    before: view.state.sliceDoc(line.from, from),
    after: view.state.sliceDoc(from, line.to),
    typed: text,
  });
  if (!edit) return false;
  view.dispatch({
    changes: { from: from - edit.before, to: from + edit.after, insert: edit.insert },
    selection: EditorSelection.cursor(from - edit.before + edit.cursor),
    userEvent: "input.type",
    scrollIntoView: true,
  });
  return true;
});
