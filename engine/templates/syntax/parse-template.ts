import { scanTemplate, type TemplateToken } from "./scan-template.ts";
import { afterWord, forArguments, insideOf, leadingString, restAfter, splitArguments } from "./tag-arguments.ts";
import { MAX_PROBLEMS, type TemplateProblem, type TemplateProblemCode } from "./template-problem.ts";
import type { IfBranch, SourcePart, Span, TemplateNode, TemplateTag, TemplateTree } from "./template-tree.ts";

const MAX_SOURCE = 200_000;
const MAX_DEPTH = 50;

export interface ParsedTemplate {
  readonly tree: TemplateTree;
  readonly problems: readonly TemplateProblem[];
}

/** An open block tag, and the lists that its content goes to. */
interface Frame {
  readonly name: "for" | "if" | "with" | "block";
  readonly open: TemplateTag;
  body: TemplateNode[];
  finish(close: TemplateTag | undefined, end: number): TemplateNode;
  /** `{% empty %}`, `{% elif %}`, `{% else %}`; a sentence when it cannot stand here. */
  clause?(name: string, tag: TemplateTag, inside: SourcePart): string | undefined;
}

/** Reads a template. Never throws; a broken source gives a tree that still prints as it was typed. */
export function parseTemplate(source: string): ParsedTemplate {
  const parser = new TemplateParser(source);
  return { tree: { source, nodes: parser.parse() }, problems: parser.problems.slice(0, MAX_PROBLEMS) };
}

class TemplateParser {
  readonly problems: TemplateProblem[] = [];
  private readonly source: string;
  private readonly root: TemplateNode[] = [];
  private readonly stack: Frame[] = [];

  constructor(source: string) {
    this.source = source;
  }

  parse(): TemplateNode[] {
    if (this.source.length > MAX_SOURCE) {
      this.problem(
        "TEMPLATE_E005",
        { start: MAX_SOURCE, end: this.source.length },
        `A template has at most ${MAX_SOURCE.toLocaleString("en")} characters. Move parts of it into others and include them.`,
      );
      return [{ kind: "broken", source: this.source, start: 0, end: this.source.length }];
    }
    const tokens = scanTemplate(this.source);
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index] as TemplateToken;
      if (token.name === "comment" || token.name === "verbatim") index = this.opaque(tokens, index);
      else this.token(token);
    }
    for (let frame = this.stack.pop(); frame; frame = this.stack.pop()) {
      this.problem(
        "TEMPLATE_E004",
        frame.open,
        `{% ${frame.name} %} is not closed. Add {% end${frame.name} %} where it ends.`,
      );
      this.add(frame.finish(undefined, this.source.length));
    }
    return this.root;
  }

  private token(token: TemplateToken): void {
    const { start, end } = token;
    const source = this.source.slice(start, end);
    switch (token.kind) {
      case "text":
        this.add({ kind: "text", source, start, end });
        return;
      case "comment":
        this.add({ kind: "comment", source, start, end });
        return;
      case "output": {
        const expression = insideOf(this.source, token);
        if (expression.source === "")
          this.broken(token, "TEMPLATE_E003", "{{ }} is empty. Write what it shows: {{ record.name }}.");
        else this.add({ kind: "output", source, expression, start, end });
        return;
      }
      case "unclosed":
        this.broken(
          token,
          "TEMPLATE_E019",
          source === "{{" ? "{{ has no }} that closes it." : "{% has no %} that closes it.",
          "To show the braces themselves, put them between {% verbatim %} and {% endverbatim %}.",
        );
        return;
      case "tag":
        this.tag({ source, start, end }, token.name ?? "");
    }
  }

  private tag(tag: TemplateTag, name: string): void {
    const inside = insideOf(this.source, tag);
    const rest = afterWord(this.source, inside);
    const top = this.stack.at(-1);
    switch (name) {
      case "for":
        this.openFor(tag, rest);
        return;
      case "if":
        this.openIf(tag, rest);
        return;
      case "with":
        this.openWith(tag, rest);
        return;
      case "block":
        this.openBlock(tag, rest);
        return;
      case "empty":
      case "elif":
      case "else": {
        const sentence = top?.clause
          ? top.clause(name, tag, rest)
          : `{% ${name} %} stands outside ${name === "empty" ? "{% for %}" : "{% if %}"}.`;
        if (sentence) this.broken(tag, "TEMPLATE_E004", sentence);
        return;
      }
      case "endfor":
      case "endif":
      case "endwith":
      case "endblock": {
        const opened = name.slice(3);
        if (top?.name !== opened) {
          this.broken(
            tag,
            "TEMPLATE_E004",
            top
              ? `{% ${name} %} does not close {% ${top.name} %}, which is open here.`
              : `{% ${name} %} closes nothing.`,
          );
          return;
        }
        this.stack.pop();
        this.add(top.finish(tag, tag.end));
        return;
      }
      case "include":
        this.include(tag, rest);
        return;
      case "extends": {
        const template = leadingString(rest);
        if (!template || restAfter(this.source, rest, template.span.end).source !== "") {
          this.broken(tag, "TEMPLATE_E003", 'Write {% extends "base.html" %}, with the name in quotes.');
        } else
          this.add({ kind: "extends", source: tag.source, template: template.value, start: tag.start, end: tag.end });
        return;
      }
      case "url":
        this.url(tag, rest);
        return;
      case "":
        this.broken(
          tag,
          "TEMPLATE_E002",
          tag.source.startsWith("{%-")
            ? "{%- -%} is of another language. Write {% %}."
            : "{% %} is empty or does not begin with a word.",
        );
        return;
      default:
        this.broken(
          tag,
          "TEMPLATE_E002",
          `There is no tag {% ${name} %}.`,
          TAG_HINTS[name] ?? "The tags are for, if, with, block, include, extends, url, comment and verbatim.",
        );
    }
  }

  private openFor(tag: TemplateTag, rest: SourcePart): void {
    const found = forArguments(this.source, rest);
    if (!found) this.problem("TEMPLATE_E003", tag, "Write {% for book in page.items %}: a name, the word in, a list.");
    const body: TemplateNode[] = [];
    let empty: { tag: TemplateTag; body: TemplateNode[] } | undefined;
    const frame: Frame = {
      name: "for",
      open: tag,
      body,
      clause: (name, clause) => {
        if (name !== "empty") return `{% ${name} %} stands in {% for %}; it belongs to {% if %}.`;
        if (empty) return "{% empty %} stands twice in one {% for %}.";
        empty = { tag: clause, body: [] };
        frame.body = empty.body;
        return undefined;
      },
      finish: (close, end) => ({
        kind: "for",
        open: tag,
        variable: found?.variable ?? "",
        list: found?.list ?? { source: "", start: rest.start, end: rest.end },
        body,
        ...(empty ? { empty } : {}),
        ...(close ? { close } : {}),
        start: tag.start,
        end,
      }),
    };
    this.open(frame);
  }

  private openIf(tag: TemplateTag, rest: SourcePart): void {
    const branches: { tag: TemplateTag; condition?: SourcePart; body: TemplateNode[] }[] = [];
    const add = (branch: TemplateTag, condition: SourcePart | undefined): void => {
      if (condition?.source === "")
        this.problem("TEMPLATE_E003", branch, "A condition is missing. Write {% if record.in_stock %}.");
      const body: TemplateNode[] = [];
      branches.push({ tag: branch, ...(condition ? { condition } : {}), body });
      frame.body = body;
    };
    const frame: Frame = {
      name: "if",
      open: tag,
      body: [],
      clause: (name, clause, inside) => {
        if (name === "empty") return "{% empty %} stands in {% if %}; it belongs to {% for %}.";
        if (branches.at(-1)?.condition === undefined)
          return `{% ${name} %} comes after {% else %}, which is the last branch.`;
        if (name === "else" && inside.source !== "") return "{% else %} has no condition. Write {% elif … %}.";
        add(clause, name === "elif" ? inside : undefined);
        return undefined;
      },
      finish: (close, end) => ({
        kind: "if",
        branches: branches as readonly IfBranch[],
        ...(close ? { close } : {}),
        start: tag.start,
        end,
      }),
    };
    add(tag, rest);
    this.open(frame);
  }

  private openWith(tag: TemplateTag, rest: SourcePart): void {
    const { positional, named } = splitArguments(this.source, rest);
    if (named.length === 0 || positional.length > 0 || named.some((binding) => binding.value.source === "")) {
      this.problem("TEMPLATE_E003", tag, "Write {% with name=value other=value %}, without blanks around the =.");
    }
    const body: TemplateNode[] = [];
    this.open({
      name: "with",
      open: tag,
      body,
      finish: (close, end) => ({
        kind: "with",
        open: tag,
        bindings: named,
        body,
        ...(close ? { close } : {}),
        start: tag.start,
        end,
      }),
    });
  }

  private openBlock(tag: TemplateTag, rest: SourcePart): void {
    if (!/^[A-Za-z_]\w*$/.test(rest.source))
      this.problem("TEMPLATE_E003", tag, "Write {% block name %}: one word of letters, digits and _.");
    const body: TemplateNode[] = [];
    this.open({
      name: "block",
      open: tag,
      body,
      finish: (close, end) => ({
        kind: "block",
        open: tag,
        name: rest.source,
        body,
        ...(close ? { close } : {}),
        start: tag.start,
        end,
      }),
    });
  }

  private include(tag: TemplateTag, rest: SourcePart): void {
    const template = leadingString(rest);
    if (!template) {
      this.broken(
        tag,
        "TEMPLATE_E003",
        'Write {% include "book_card.html" %}, with the name in quotes.',
        "The name is fixed: which templates a page uses is known before it is published.",
      );
      return;
    }
    let tail = restAfter(this.source, rest, template.span.end);
    let bindings: readonly { name: string; value: SourcePart }[] = [];
    let only = false;
    if (/(?:^|\s)only$/.test(tail.source)) {
      only = true;
      const end = tail.end - "only".length;
      tail = restAfter(this.source, { ...tail, end }, tail.start);
    }
    if (tail.source !== "") {
      const pairs = tail.source.startsWith("with")
        ? splitArguments(this.source, afterWord(this.source, tail))
        : undefined;
      if (
        !pairs ||
        pairs.positional.length > 0 ||
        pairs.named.length === 0 ||
        pairs.named.some((pair) => pair.value.source === "")
      ) {
        this.broken(
          tag,
          "TEMPLATE_E003",
          'After the name may stand: with name=value other=value, and only. For example {% include "card.html" with book=book only %}.',
        );
        return;
      }
      bindings = pairs.named;
    }
    this.add({
      kind: "include",
      source: tag.source,
      template: template.value,
      bindings,
      only,
      start: tag.start,
      end: tag.end,
    });
  }

  private url(tag: TemplateTag, rest: SourcePart): void {
    const route = leadingString(rest);
    if (!route) {
      this.broken(tag, "TEMPLATE_E003", 'Write {% url "book_detail" id=book.id %}, with the route\'s name in quotes.');
      return;
    }
    const { positional, named } = splitArguments(this.source, restAfter(this.source, rest, route.span.end));
    const given = [...positional.map((value) => ({ value })), ...named];
    if (given.some((argument) => argument.value.source === "")) {
      this.broken(tag, "TEMPLATE_E003", "A parameter has no value. Write id=book.id, without blanks around the =.");
      return;
    }
    this.add({
      kind: "url",
      source: tag.source,
      route: route.value,
      routeSpan: route.span,
      arguments: given,
      start: tag.start,
      end: tag.end,
    });
  }

  /** `{% comment %}` and `{% verbatim %}`: the scanner made at most one text of what is inside. Gives the last index. */
  private opaque(tokens: readonly TemplateToken[], index: number): number {
    const open = tokens[index] as TemplateToken;
    const isText = tokens[index + 1]?.kind === "text";
    const closeIndex = index + (isText ? 2 : 1);
    const close = tokens[closeIndex];
    if (close?.name !== `end${open.name}`) {
      this.broken(open, "TEMPLATE_E004", `{% ${open.name} %} is not closed. Add {% end${open.name} %} where it ends.`);
      return index;
    }
    const tag = (token: TemplateToken): TemplateTag => ({
      source: this.source.slice(token.start, token.end),
      start: token.start,
      end: token.end,
    });
    const span = { start: open.start, end: close.end };
    if (open.name === "comment")
      this.add({ kind: "comment", source: this.source.slice(span.start, span.end), ...span });
    else
      this.add({
        kind: "verbatim",
        open: tag(open),
        text: this.source.slice(open.end, close.start),
        close: tag(close),
        ...span,
      });
    return closeIndex;
  }

  private open(frame: Frame): void {
    if (this.stack.length === MAX_DEPTH)
      this.problem(
        "TEMPLATE_E005",
        frame.open,
        `Tags are nested deeper than ${MAX_DEPTH} levels. Move the inner part into a template of its own and include it.`,
      );
    if (this.stack.length >= MAX_DEPTH) this.add({ kind: "broken", ...frame.open });
    else this.stack.push(frame);
  }

  private add(node: TemplateNode): void {
    (this.stack.at(-1)?.body ?? this.root).push(node);
  }

  private broken(span: Span, code: TemplateProblemCode, message: string, hint?: string): void {
    this.problem(code, span, message, hint);
    this.add({ kind: "broken", source: this.source.slice(span.start, span.end), start: span.start, end: span.end });
  }

  private problem(code: TemplateProblemCode, span: Span, message: string, hint?: string): void {
    this.problems.push({ code, message, ...(hint === undefined ? {} : { hint }), start: span.start, end: span.end });
  }
}

const TAG_HINTS: Readonly<Record<string, string>> = {
  load: "Nothing has to be loaded: every tag and filter is there.",
  autoescape: "Values are always escaped for the place where they stand.",
  now: 'Use request.time with the date filter: {{ request.time|date:"Y" }}.',
  static: "Files of the app are served under /assets/.",
  ifequal: "Write {% if a == b %}.",
  ifnotequal: "Write {% if a != b %}.",
  set: "Write {% with name=value %} … {% endwith %}.",
  macro: 'Put the part into a template of its own and include it with {% include "part.html" with name=value %}.',
  csrf_token: "Pages have no forms that write yet.",
};
