import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  snippet,
  startCompletion,
} from "@codemirror/autocomplete";
import { htmlCompletionSource } from "@codemirror/lang-html";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap } from "@codemirror/view";
import { type AssistItem, completeTemplate } from "#engine/views/assist/complete-template";
import { describeTemplate, type WordTarget } from "#engine/views/assist/describe-template";
import type { AssistContext, EditedText } from "#engine/views/assist/names-at";
import { isMac } from "../../../components/platform-keys.ts";
import classes from "./source-editor.module.css";

/** What the editor asks about the app; read anew each time, since the draft changes under it. */
export interface AssistPort {
  context(): AssistContext;
  edited(source: string): EditedText;
  go(target: WordTarget): void;
  rename(target: WordTarget): void;
}

const TYPES: Readonly<Record<AssistItem["kind"], string>> = {
  tag: "keyword",
  filter: "method",
  function: "function",
  name: "variable",
  field: "property",
  route: "constant",
  template: "text",
  query: "constant",
  block: "class",
  parameter: "property",
  format: "constant",
};

const THERE = `${isMac ? "⌘" : "Ctrl"} click or F12: go there. F2: rename`;
const HINTS: Readonly<Record<WordTarget["kind"], string>> = {
  template: THERE,
  route: THERE,
  field: THERE,
  query: THERE,
  block: "F2: rename",
};

/** Completion from the app, words that explain themselves, and the way to where they are made. */
export const templateAssist = (port: AssistPort): Extension => [
  autocompletion({
    override: [(context) => complete(port, context)],
    activateOnTyping: true,
    activateOnTypingDelay: 60,
    maxRenderedOptions: 80,
    icons: false,
    optionClass: () => classes.option ?? "",
  }),
  // After a blank in a tag, a dot, a pipe or a quote there is something to choose from.
  EditorView.updateListener.of((update) => {
    if (!update.transactions.some((transaction) => transaction.isUserEvent("input.type"))) return;
    const { head } = update.state.selection.main;
    if (/(?:\{[{%] ?|\.|\||["'])$/.test(update.state.sliceDoc(Math.max(0, head - 3), head)))
      startCompletion(update.view);
  }),
  hoverTooltip((view, position) => hover(port, view, position), { hoverTime: 350 }),
  Prec.high(
    keymap.of([
      { key: "F2", run: (view) => act(port, view, view.state.selection.main.head, (target) => port.rename(target)) },
      { key: "F12", run: (view) => go(port, view, view.state.selection.main.head) },
      { key: "Mod-Enter", run: (view) => go(port, view, view.state.selection.main.head) },
    ]),
  ),
  EditorView.domEventHandlers({
    mousedown(event, view) {
      if (!(event.metaKey || event.ctrlKey) || event.button !== 0) return false;
      const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (position === null || !go(port, view, position)) return false;
      event.preventDefault();
      return true;
    },
  }),
];

async function complete(port: AssistPort, context: CompletionContext): Promise<CompletionResult | null> {
  const source = context.state.doc.toString();
  const list = completeTemplate(port.context(), port.edited(source), context.pos);
  if (list)
    return {
      from: list.from,
      options: list.items.map((item) => optionOf(item, context.pos)),
      validFor: /^[\w./-]*=?$/,
    };
  return htmlCompletionSource(context);
}

function optionOf(item: AssistItem, askedAt: number): Completion {
  return {
    label: item.label,
    type: TYPES[item.kind],
    detail: item.detail,
    boost: Math.max(-99, Math.min(99, item.rank)),
    ...(item.info === undefined ? {} : { info: item.info }),
    apply: (view, completion, from, to) => {
      // What was typed since the list was made has moved the end of what is replaced.
      const target = item.range ? { from: item.range.from, to: item.range.to + (to - askedAt) } : { from, to };
      if (item.snippet?.includes("#{")) snippet(item.snippet)(view, completion, target.from, target.to);
      else view.dispatch(insertCompletionText(view.state, item.snippet ?? item.label, target.from, target.to));
    },
  };
}

function hover(port: AssistPort, view: EditorView, position: number) {
  const meaning = describeTemplate(port.context(), port.edited(view.state.doc.toString()), position);
  if (!meaning) return null;
  return {
    pos: meaning.from,
    end: meaning.to,
    above: true,
    create: () => {
      const dom = document.createElement("div");
      dom.className = classes.meaning ?? "";
      const line = (text: string, name: string | undefined) => {
        const element = document.createElement("p");
        element.textContent = text;
        element.className = name ?? "";
        dom.append(element);
      };
      line(meaning.title, classes.meaningTitle);
      if (meaning.text) line(meaning.text, undefined);
      if (meaning.target) line(HINTS[meaning.target.kind], classes.meaningHint);
      return { dom };
    },
  };
}

const go = (port: AssistPort, view: EditorView, position: number): boolean =>
  act(port, view, position, (target) => port.go(target));

function act(port: AssistPort, view: EditorView, position: number, deed: (target: WordTarget) => void): boolean {
  const target = describeTemplate(port.context(), port.edited(view.state.doc.toString()), position)?.target;
  if (!target) return false;
  deed(target);
  return true;
}
