import { Button, TextInput } from "@mantine/core";
import { baseKeymap, chainCommands, exitCode } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { type Command, EditorState, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { FormatTools } from "../values/FormatTools.tsx";
import type { MarkdownFormat } from "../values/format-markdown.ts";
import { markdownSchema } from "./markdown-schema.ts";
import classes from "./visual.module.css";
import { setLink, visualCommands } from "./visual-commands.ts";
import { VisualText } from "./visual-text.ts";

interface Props {
  readonly label: string;
  readonly text: string;
  readonly problem: string | undefined;
  readonly isDisabled: boolean;
  /** Buttons that change to another editor. */
  readonly modes: ReactNode;
  readonly onText: (text: string) => void;
  readonly onBlur: () => void;
}

/** Formatted text as it looks: words are formatted where they stand, and what cannot be is shown as its source. */
export function MarkdownVisual(props: Props) {
  const { text, label, isDisabled } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  /** The text that stands in the editor. */
  const shown = useRef<string>(undefined);
  const [address, setAddress] = useState<string>();

  const contentOf = useCallback((written: string) => {
    const visual = new VisualText(written);
    shown.current = written;
    return {
      state: stateOf(visual),
      dispatchTransaction(this: EditorView, transaction: Transaction) {
        const state = this.state.apply(transaction);
        this.updateState(state);
        if (!transaction.docChanged) return;
        shown.current = visual.textOf(state.doc);
        latest.current.onText(shown.current);
      },
    };
  }, []);

  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView(host.current, {
      ...contentOf(latest.current.text),
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, class: classes.content ?? "" },
      editable: () => !latest.current.isDisabled,
      handleDOMEvents: {
        blur: () => {
          latest.current.onBlur();
          return false;
        },
      },
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, contentOf]);

  // Another value than the one that stands here: somebody else's, or one that was taken back.
  useEffect(() => {
    if (text !== shown.current) view.current?.setProps(contentOf(text));
  }, [text, contentOf]);

  const run = (command: Command) => {
    const editor = view.current;
    if (!editor) return;
    command(editor.state, editor.dispatch, editor);
    editor.focus();
  };
  const apply = (format: MarkdownFormat) => {
    if (format === "link") setAddress(address === undefined ? "https://" : undefined);
    else run(visualCommands[format]);
  };
  const link = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    run(setLink((address ?? "").trim()));
    setAddress(undefined);
  };
  return (
    <div>
      <FormatTools isDisabled={isDisabled} onFormat={apply}>
        {props.modes}
      </FormatTools>
      {address !== undefined && (
        <form className={classes.link} onSubmit={link}>
          <TextInput
            size="xs"
            aria-label="Address of the link"
            value={address}
            autoFocus
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
          <Button size="compact-xs" type="submit">
            Link
          </Button>
        </form>
      )}
      <div ref={host} />
      {props.problem && (
        <p role="alert" className={classes.problem}>
          {props.problem}
        </p>
      )}
    </div>
  );
}

const stateOf = (visual: VisualText): EditorState =>
  EditorState.create({ doc: visual.doc, plugins: [history(), keys, keymap(baseKeymap)] });

const newLine: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(markdownSchema.nodes.hard_break.create()).scrollIntoView());
  return true;
});

const keys = keymap({
  "Mod-b": visualCommands.bold,
  "Mod-i": visualCommands.italic,
  "Mod-e": visualCommands.code,
  "Mod-z": undo,
  "Shift-Mod-z": redo,
  "Mod-y": redo,
  Enter: splitListItem(markdownSchema.nodes.list_item),
  "Mod-[": liftListItem(markdownSchema.nodes.list_item),
  "Mod-]": sinkListItem(markdownSchema.nodes.list_item),
  "Shift-Enter": newLine,
});
