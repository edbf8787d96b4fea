import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { Problem } from "#engine/problem";
import { mergedText } from "../../draft-session/merged-text-extension.ts";
import type { TextBinding } from "../../draft-session/text-binding.ts";
import classes from "./source-editor.module.css";

const templateTags = new MatchDecorator({
  regexp: /\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|\{#[\s\S]*?#\}/g,
  decoration: ([text]) =>
    Decoration.mark({
      class: text.startsWith("{#")
        ? (classes.comment ?? "")
        : text.startsWith("{%")
          ? (classes.tag ?? "")
          : (classes.output ?? ""),
    }),
});

/** Marks `{% … %}`, `{{ … }}` and `{# … #}` over the HTML. */
const templateHighlight = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = templateTags.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = templateTags.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/**
 * A template's source. What is typed is saved when the typing rests; what others type comes in meanwhile, in small
 * replacements that leave the caret where it is.
 */
export function SourceEditor(props: {
  readonly label: string;
  readonly text: TextBinding;
  readonly problems: readonly Problem[];
  readonly isReadOnly: boolean;
  /** Offset to go to, from "go there". */
  readonly at: number | undefined;
}) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const access = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: props.text.text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          highlightActiveLine(),
          html({ matchClosingTags: false }),
          syntaxHighlighting(classHighlighter),
          templateHighlight,
          lintGutter(),
          EditorView.lineWrapping,
          access.current.of(EditorState.readOnly.of(latest.current.isReadOnly)),
          // Escape and then Tab leaves the editor: without it the keyboard would be caught.
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...completionKeymap,
            ...lintKeymap,
            indentWithTab,
          ]),
          EditorView.contentAttributes.of({ "aria-label": latest.current.label }),
          mergedText(props.text),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [props.text]);

  useEffect(() => {
    view.current?.dispatch({ effects: access.current.reconfigure(EditorState.readOnly.of(props.isReadOnly)) });
  }, [props.isReadOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const length = editor.state.doc.length;
    const diagnostics = props.problems.map(
      (problem): Diagnostic => ({
        from: Math.min(problem.at?.start ?? 0, length),
        to: Math.min(problem.at?.end ?? 0, length),
        severity: problem.severity,
        message: problem.hint ? `${problem.message} ${problem.hint}` : problem.message,
      }),
    );
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [props.problems]);

  const { at } = props;
  useEffect(() => {
    const editor = view.current;
    if (!editor || at === undefined) return;
    const anchor = Math.min(at, editor.state.doc.length);
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    editor.focus();
  }, [at]);

  return <div ref={host} className={classes.editor} />;
}
