import { EditorSelection, type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { normalizedLineEnds, offsetInEditor, offsetInSource } from "./line-ends.ts";
import classes from "./source-editor.module.css";

/** A place in a text: the text is given with it, since an editor may hold a newer one. */
export interface PlaceInSource {
  readonly source: string;
  readonly at: number;
}

/** The part of the page that is selected, and what is said when the caret is moved to another. */
export interface SelectedPart {
  readonly part: (PlaceInSource & { readonly to: number }) | undefined;
  readonly onCaret: (place: PlaceInSource) => void;
}

const setMark = StateEffect.define<{ readonly from: number; readonly to: number } | undefined>();
const style = Decoration.mark({ class: classes.selectedPart ?? "" });

const mark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (now, { changes, effects }) => {
    const set = effects.find((effect) => effect.is(setMark));
    if (!set) return now.map(changes);
    const span = set.is(setMark) ? set.value : undefined;
    return span && span.to > span.from ? Decoration.set([style.range(span.from, span.to)]) : Decoration.none;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Marks the selected part, and says where a person moves the caret to. Neither changes the text. */
export const markedPart = (current: () => SelectedPart | undefined): Extension => [
  mark,
  EditorView.updateListener.of(({ transactions, docChanged, state }) => {
    const selected = current();
    if (!selected || docChanged || !transactions.some((one) => one.isUserEvent("select"))) return;
    const text = state.doc.toString();
    const { head } = state.selection.main;
    const source = selected.part?.source;
    selected.onCaret(
      source !== undefined && normalizedLineEnds(source) === text
        ? { source, at: offsetInSource(source, head) }
        : { source: text, at: head },
    );
  }),
];

/** Shows the selected part. The caret goes to it, unless the person is in the editor: then the caret chose it. */
export function showPart(editor: EditorView, part: SelectedPart["part"]): void {
  if (!part) {
    editor.dispatch({ effects: setMark.of(undefined) });
    return;
  }
  // While something is typed that is not saved yet, the mark moves with the text.
  if (normalizedLineEnds(part.source) !== editor.state.doc.toString()) return;
  const from = offsetInEditor(part.source, part.at);
  const to = offsetInEditor(part.source, part.to);
  const goThere = { selection: EditorSelection.cursor(from), scroll: EditorView.scrollIntoView(from, { y: "center" }) };
  editor.dispatch(
    editor.hasFocus
      ? { effects: setMark.of({ from, to }) }
      : { selection: goThere.selection, effects: [setMark.of({ from, to }), goThere.scroll] },
  );
}
