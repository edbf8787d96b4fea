import { assertNever } from "../../assert-never.ts";
import { ownerOfClause, tagNamed, templateTags } from "../tags/registry.ts";
import { tagHint } from "../tags/tag-hints.ts";
import type { OpenBlock, ReadTag, TagReader, TagType } from "../tags/tag-type.ts";
import type { ParsedTemplate } from "./parsed-template.ts";
import { scanTemplate, type TemplateToken } from "./scan-template.ts";
import { afterWord, insideOf } from "./tag-arguments.ts";
import { MAX_PROBLEMS, type TemplateProblem, type TemplateProblemCode } from "./template-problem.ts";
import type { Span, TemplateNode, TemplateTag } from "./template-tree.ts";

const MAX_SOURCE = 200_000;
const MAX_DEPTH = 50;

/** Parses a template. Never throws; an invalid source gives a tree that still prints as it was typed. */
export function parseTemplate(source: string): ParsedTemplate {
  const parser = new TemplateParser(source);
  return { tree: { source, nodes: parser.parse() }, problems: parser.problems.slice(0, MAX_PROBLEMS) };
}

/** Splits the source into tags and keeps the stack of open blocks; each tag parses itself. */
class TemplateParser implements TagReader {
  readonly problems: TemplateProblem[] = [];
  readonly source: string;
  private readonly root: TemplateNode[] = [];
  private readonly stack: { readonly type: TagType; readonly block: OpenBlock }[] = [];
  /** The tag that is being read. */
  private type: TagType | undefined;

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
      const type = token.kind === "tag" ? tagNamed(token.name ?? "") : undefined;
      if (type?.form === "opaque") index = this.opaque(type, tokens, index);
      else this.token(token, type);
    }
    for (let open = this.stack.pop(); open; open = this.stack.pop()) {
      const { name } = open.type;
      this.problem("TEMPLATE_E004", open.block.tag, `{% ${name} %} is not closed. Add {% end${name} %} where it ends.`);
      this.add(open.block.finish(undefined, this.source.length));
    }
    return this.root;
  }

  private token(token: TemplateToken, type: TagType | undefined): void {
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
          this.broken(
            { source, start, end },
            "TEMPLATE_E003",
            "{{ }} is empty. Write what it shows: {{ record.name }}.",
          );
        else this.add({ kind: "output", source, expression, start, end });
        return;
      }
      case "unclosed":
        this.broken(
          { source, start, end },
          "TEMPLATE_E019",
          source === "{{" ? "{{ has no }} that closes it." : "{% has no %} that closes it.",
          "To show the braces themselves, put them between {% verbatim %} and {% endverbatim %}.",
        );
        return;
      case "tag": {
        const tag = { source, start, end, rest: afterWord(this.source, insideOf(this.source, token)) };
        if (type) this.read(type, tag);
        else this.otherTag(token.name ?? "", tag);
        return;
      }
      default:
        assertNever(token.kind);
    }
  }

  private read(type: TagType, tag: ReadTag): void {
    this.type = type;
    type.parse(tag, this);
  }

  /** A clause, the end of a block, or an unknown tag. */
  private otherTag(name: string, tag: ReadTag): void {
    const owner = ownerOfClause(name);
    const closed = name.startsWith("end") ? tagNamed(name.slice(3)) : undefined;
    if (owner) this.clause(name, tag, owner);
    else if (closed?.form === "block") this.close(closed, tag);
    else if (name === "")
      this.broken(
        tag,
        "TEMPLATE_E002",
        tag.source.startsWith("{%-")
          ? "{%- -%} is of another language. Write {% %}."
          : "{% %} is empty or does not begin with a word.",
      );
    else this.broken(tag, "TEMPLATE_E002", `There is no tag {% ${name} %}.`, tagHint(name) ?? knownTags());
  }

  private clause(name: string, tag: ReadTag, owner: TagType): void {
    const top = this.stack.at(-1);
    const isOwn = top?.type.clauses?.some((clause) => clause.name === name) === true;
    const sentence = isOwn
      ? top?.block.clause?.(name, tag)
      : top
        ? `{% ${name} %} stands in {% ${top.type.name} %}; it belongs to {% ${owner.name} %}.`
        : `{% ${name} %} stands outside {% ${owner.name} %}.`;
    if (sentence) this.broken(tag, "TEMPLATE_E004", sentence);
  }

  private close({ name }: TagType, tag: TemplateTag): void {
    const top = this.stack.at(-1);
    if (top?.type.name !== name) {
      const sentence = top
        ? `{% end${name} %} does not close {% ${top.type.name} %}, which is open here.`
        : `{% end${name} %} closes nothing.`;
      this.broken(tag, "TEMPLATE_E004", sentence);
      return;
    }
    this.stack.pop();
    this.add(top.block.finish(tag, tag.end));
  }

  /** A tag whose content is not parsed: the scanner made at most one text of it. Returns the last index. */
  private opaque(type: TagType, tokens: readonly TemplateToken[], index: number): number {
    const tagAt = ({ start, end }: Span): TemplateTag => ({ source: this.source.slice(start, end), start, end });
    const open = tagAt(tokens[index] as TemplateToken);
    const isText = tokens[index + 1]?.kind === "text";
    const closeIndex = index + (isText ? 2 : 1);
    const close = tokens[closeIndex];
    if (close?.name !== `end${type.name}`) {
      this.broken(open, "TEMPLATE_E004", `{% ${type.name} %} is not closed. Add {% end${type.name} %} where it ends.`);
      return index;
    }
    const rest = afterWord(this.source, insideOf(this.source, open));
    const inside = { text: this.source.slice(open.end, close.start), close: tagAt(close) };
    this.read(type, { ...open, rest, inside });
    return closeIndex;
  }

  open(block: OpenBlock): void {
    const { type } = this;
    if (this.stack.length === MAX_DEPTH)
      this.problem(
        "TEMPLATE_E005",
        block.tag,
        `Tags are nested deeper than ${MAX_DEPTH} levels. Move the inner part into a template of its own and include it.`,
      );
    if (this.stack.length >= MAX_DEPTH || !type) {
      const { source, start, end } = block.tag;
      this.add({ kind: "broken", source, start, end });
    } else this.stack.push({ type, block });
  }

  add(node: TemplateNode): void {
    (this.stack.at(-1)?.block.body ?? this.root).push(node);
  }

  broken({ source, start, end }: TemplateTag, code: TemplateProblemCode, message: string, hint?: string): void {
    this.problem(code, { start, end }, message, hint);
    this.add({ kind: "broken", source, start, end });
  }

  problem(code: TemplateProblemCode, span: Span, message: string, hint?: string): void {
    this.problems.push({ code, message, ...(hint === undefined ? {} : { hint }), start: span.start, end: span.end });
  }
}

function knownTags(): string {
  const names = templateTags.map(({ name }) => name);
  return `The tags are ${names.slice(0, -1).join(", ")} and ${names.at(-1)}.`;
}
