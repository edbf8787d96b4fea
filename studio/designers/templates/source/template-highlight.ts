import type { Extension, Range } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { scanTemplate, type TemplateToken } from "#engine/templates/syntax/scan-template";
import classes from "./source-editor.module.css";

const mark = (name: keyof typeof classes) => Decoration.mark({ class: classes[name] ?? "" });
const tag = mark("tag");
const output = mark("output");
const comment = mark("comment");
const unclosed = mark("unclosed");
const words = { word: mark("word"), text: mark("text"), number: mark("number"), filter: mark("filter") };

/** Braces, then inside them: strings, filters, numbers, and the words that mean something of their own. */
const PARTS =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\|\s*([A-Za-z_]\w*)|(\b\d+(?:\.\d+)?\b)|(\b(?:in|and|or|not|only|with|true|false|null|forloop)\b)/g;

/**
 * Marks `{% … %}`, `{{ … }}` and `{# … #}` over the HTML, found by the engine's own scanner: what is marked as a tag is
 * one. Only what is on the screen gets marks.
 */
export const templateHighlight: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    private tokens: readonly TemplateToken[];
    constructor(view: EditorView) {
      this.tokens = tokensOf(view);
      this.decorations = decorate(view, this.tokens);
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.tokens = tokensOf(update.view);
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view, this.tokens);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const tokensOf = (view: EditorView): readonly TemplateToken[] =>
  scanTemplate(view.state.doc.toString()).filter(({ kind }) => kind !== "text");

function decorate(view: EditorView, tokens: readonly TemplateToken[]): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (const token of tokens) {
      if (token.end < from) continue;
      if (token.start > to) break;
      if (token.kind === "comment") ranges.push(comment.range(token.start, token.end));
      else if (token.kind === "unclosed") ranges.push(unclosed.range(token.start, token.end));
      else {
        ranges.push((token.kind === "tag" ? tag : output).range(token.start, token.end));
        ranges.push(...inside(view, token));
      }
    }
  }
  return Decoration.set(ranges, true);
}

function inside(view: EditorView, token: TemplateToken): Range<Decoration>[] {
  const from = token.start + 2;
  const source = view.state.sliceDoc(from, token.end - 2);
  const ranges: Range<Decoration>[] = [];
  const add = (kind: keyof typeof words, at: number, length: number) =>
    ranges.push(words[kind].range(from + at, from + at + length));
  let start = 0;
  if (token.kind === "tag") {
    const name = /^\s*(\w+)/.exec(source);
    if (name) {
      start = name[0].length;
      add("word", start - (name[1] as string).length, (name[1] as string).length);
    }
  }
  PARTS.lastIndex = start;
  for (let match = PARTS.exec(source); match; match = PARTS.exec(source)) {
    const [whole, text, filter, number] = match;
    if (text !== undefined) add("text", match.index, whole.length);
    else if (filter !== undefined) add("filter", match.index + whole.length - filter.length, filter.length);
    else if (number !== undefined) add("number", match.index, whole.length);
    else add("word", match.index, whole.length);
  }
  return ranges;
}
