import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorSelection, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { Problem } from "#engine/problem";
import { mergedText } from "../../../draft-session/merged-text-extension.ts";
import type { TextBinding } from "../../../draft-session/text-binding.ts";
import { nonce } from "../../../theme/nonce.ts";
import { markedPart, type SelectedPart, showPart } from "./marked-part.ts";
import classes from "./source-editor.module.css";
import { tagPairs } from "./tag-pairs.ts";
import { type AssistPort, templateAssist } from "./template-assist.ts";
import { templateHighlight } from "./template-highlight.ts";

/** A place to go to. A new object goes there again. */
export interface SourcePlace {
  readonly start: number;
  readonly end?: number | undefined;
}

interface Props {
  readonly label: string;
  /** A text of the draft; a plain one (a built-in template) is only read. */
  readonly text: TextBinding | string;
  /** For who may read and not edit. */
  readonly isReadOnly?: boolean;
  /** Problems of the text `judged`; while another one stands here they are not moved about by guess. */
  readonly problems: readonly Problem[];
  readonly judged: string | undefined;
  readonly place: SourcePlace | undefined;
  /** Of the visual editor beside it. */
  readonly selected?: SelectedPart | undefined;
  readonly assist: AssistPort;
  /** What stands in the editor, saved or not: at once, and after each change. */
  readonly onText: (source: string) => void;
}

/**
 * A template's source. What is typed is saved when the typing rests; what others type comes in meanwhile, in small
 * replacements that leave the caret where it is. Escape and then Tab leaves the editor.
 */
export function SourceEditor(props: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const { text } = props;

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: typeof text === "string" ? text : text.text,
        extensions: [
          base,
          EditorState.readOnly.of(typeof text === "string" || latest.current.isReadOnly === true),
          typeof text === "string" ? [] : mergedText(text),
          own(latest),
        ],
      }),
    });
    view.current = editor;
    latest.current.onText(editor.state.doc.toString());
    return () => editor.destroy();
  }, [text]);

  const part = props.selected?.part;
  const { source: partSource, at: partFrom, to: partTo } = part ?? {};
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const isNamed = partSource !== undefined && partFrom !== undefined && partTo !== undefined;
    showPart(editor, isNamed ? { source: partSource, at: partFrom, to: partTo } : undefined);
  }, [partSource, partFrom, partTo]);

  const { problems, judged } = props;
  useEffect(() => {
    const editor = view.current;
    if (!editor || (judged !== undefined && editor.state.doc.toString() !== judged)) return;
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(problems, editor.state.doc.length)));
  }, [problems, judged]);

  const { place } = props;
  useEffect(() => {
    const editor = view.current;
    if (!editor || place === undefined) return;
    const { length } = editor.state.doc;
    const from = Math.min(place.start, length);
    const to = Math.min(place.end ?? place.start, length);
    editor.dispatch({
      selection: EditorSelection.range(from, to),
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    editor.focus();
  }, [place]);

  return <div ref={host} className={classes.editor} />;
}

const base: Extension = [
  lineNumbers(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  html({ matchClosingTags: false }),
  syntaxHighlighting(classHighlighter),
  templateHighlight,
  lintGutter(),
  EditorView.lineWrapping,
  tagPairs,
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...completionKeymap,
    ...lintKeymap,
    indentWithTab,
  ]),
  EditorView.cspNonce.of(nonce),
];

/** What depends on the screen around it. */
const own = (latest: { readonly current: Props }): Extension => [
  markedPart(() => latest.current.selected),
  // A long text that is only read is scrolled by keys too.
  EditorView.contentAttributes.of({ "aria-label": latest.current.label, tabindex: "0" }),
  templateAssist({
    context: () => latest.current.assist.context(),
    edited: (source) => latest.current.assist.edited(source),
    go: (target) => latest.current.assist.go(target),
    rename: (target) => latest.current.assist.rename(target),
  }),
  EditorView.updateListener.of((update) => {
    if (update.docChanged) latest.current.onText(update.state.doc.toString());
  }),
];

const diagnosticsOf = (problems: readonly Problem[], length: number): readonly Diagnostic[] =>
  problems.map((problem) => ({
    from: Math.min(problem.at?.start ?? 0, length),
    to: Math.min(problem.at?.end ?? 0, length),
    severity: problem.severity,
    source: problem.code,
    message: problem.hint ? `${problem.message} ${problem.hint}` : problem.message,
  }));
