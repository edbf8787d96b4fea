import { assertNever } from "../../assert-never.ts";
import { ownerOfClause, tagNamed } from "../../templates/tags/registry.ts";
import type { HtmlEvent, StartTag } from "./html-events.ts";
import { endsAtBranch, impliesEndOf } from "./implied-ends.ts";
import type { Branch, OutlineNode } from "./outline-node.ts";
import { blockRole } from "./source-atoms.ts";

const MAX_ROUNDS = 10;
/** Deeper than any page that people write; below it nothing is read, so that the time stays linear in the source. */
const MAX_DEPTH = 200;

/**
 * Nests the events. A template tag that some element crosses is found in one round and is `code` in the next, with its
 * clauses and its end; what stands between them stays editable.
 */
export function nestEvents(events: readonly HtmlEvent[]): readonly OutlineNode[] {
  const broken = new Set<number>();
  const groups = tagGroups(events);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = broken.size;
    const nodes = new Nesting(broken, groups).nest(events);
    if (broken.size === before) return nodes;
  }
  for (const event of events) if (event.kind === "atom" && blockRole(event.atom) !== "leaf") broken.add(event.from);
  return new Nesting(broken, groups).nest(events);
}

/** The clauses and the end of each block tag, by where it begins: they are `code` together. */
function tagGroups(events: readonly HtmlEvent[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  const open: { readonly name: string; readonly tags: number[] }[] = [];
  for (const event of events) {
    if (event.kind !== "atom") continue;
    const { atom, from } = event;
    const role = blockRole(atom);
    if (role === "open") {
      const tags = [from];
      groups.set(from, tags);
      open.push({ name: atom.name, tags });
    } else if (role !== "leaf") {
      const top = open.at(-1);
      if (!top || !fits(top.name, atom.name, role)) continue;
      top.tags.push(from);
      if (role === "close") open.pop();
    }
  }
  return groups;
}

interface Frame {
  readonly from: number;
  readonly openTo: number;
  readonly name: string;
  readonly tag: StartTag | undefined;
  readonly branches: Branch[];
  clause: Branch["clause"];
  branchFrom: number;
  children: OutlineNode[];
}

class Nesting {
  private readonly broken: Set<number>;
  private readonly groups: ReadonlyMap<number, readonly number[]>;
  private readonly stack: Frame[] = [];

  constructor(broken: Set<number>, groups: ReadonlyMap<number, readonly number[]>) {
    this.broken = broken;
    this.groups = groups;
  }

  nest(events: readonly HtmlEvent[]): readonly OutlineNode[] {
    const root = newFrame({ from: 0, openTo: 0, name: "" });
    this.stack.push(root);
    const end = events.at(-1)?.to ?? 0;
    for (const event of events) {
      this.event(event);
      if (this.stack.length > MAX_DEPTH) return [leafNode({ from: 0, to: end, kind: "code", name: "" })];
    }
    while (this.stack.length > 1) this.leave(end);
    return root.children;
  }

  private get top(): Frame {
    return this.stack.at(-1) as Frame;
  }

  private event(event: HtmlEvent): void {
    switch (event.kind) {
      case "text":
      case "note":
      case "code":
        this.leaf(event, event.kind);
        return;
      case "start":
        this.start(event);
        return;
      case "end":
        this.end(event);
        return;
      case "atom":
        this.atom(event);
        return;
      default:
        assertNever(event);
    }
  }

  private leaf({ from, to }: HtmlEvent, kind: OutlineNode["kind"], name = ""): void {
    this.top.children.push(leafNode({ from, to, kind, name }));
  }

  private start({ from, to, tag }: Extract<HtmlEvent, { kind: "start" }>): void {
    while (this.top.tag && impliesEndOf(tag.name, this.top.name)) this.close(from, from);
    if (tag.isVoid) {
      const { name, attributes, isDynamic } = tag;
      this.top.children.push({ ...leafNode({ from, to, kind: "element", name }), attributes, isDynamic });
    } else this.stack.push(newFrame({ from, openTo: to, name: tag.name, tag }));
  }

  private end(event: Extract<HtmlEvent, { kind: "end" }>): void {
    const index = this.stack.findLastIndex(({ tag, name }) => tag !== undefined && name === event.name);
    const crossed = index < 0 ? [] : this.stack.slice(index + 1).filter(({ tag, name }) => !tag && name !== "");
    if (index < 0) {
      this.leaf(event, "code");
      return;
    }
    // The element ends here all the same, so that what follows is not judged by a page that nobody wrote.
    for (const frame of crossed) this.breakTags(frame);
    while (this.stack.length - 1 > index) this.leave(event.from);
    this.close(event.from, event.to);
  }

  private atom(event: Extract<HtmlEvent, { kind: "atom" }>): void {
    const { atom, from, to } = event;
    const role = blockRole(atom);
    if (this.broken.has(from)) this.leaf(event, "code", atom.name);
    else if (role === "open") {
      this.stack.push(newFrame({ from, openTo: to, name: atom.name }));
    } else if (role === "leaf") this.leaf(event, leafKind(atom), atom.name);
    else this.turn(event, role);
  }

  /** A clause or an end: the elements of the branch must have ended. */
  private turn(event: Extract<HtmlEvent, { kind: "atom" }>, role: "clause" | "close"): void {
    const { from, to, atom } = event;
    const index = this.stack.findLastIndex(({ tag, name }) => tag === undefined && name !== "");
    const frame = this.stack[index];
    if (!frame || !fits(frame.name, atom.name, role)) {
      this.leaf(event, "code", atom.name);
      return;
    }
    const isOpen = this.stack.slice(index + 1).some(({ name }) => !endsAtBranch(name));
    if (isOpen) this.breakTags(frame);
    while (this.stack.length - 1 > index) this.leave(from);
    frame.branches.push({ clause: frame.clause, from: frame.branchFrom, to: from, children: frame.children });
    if (role === "clause") {
      frame.clause = { from, to };
      frame.branchFrom = to;
      frame.children = [];
      return;
    }
    this.stack.pop();
    this.top.children.push({
      ...leafNode({ from: frame.from, to, kind: "branching", name: frame.name }),
      openTo: frame.openTo,
      closeFrom: from,
      branches: frame.branches,
    });
  }

  /** Ends the innermost element; `to` is after its end tag, or where it ends without one. */
  private close(closeFrom: number, to: number): void {
    const frame = this.stack.pop() as Frame;
    const { from, openTo, name, tag, children } = frame;
    this.top.children.push({
      ...leafNode({ from, to, kind: "element", name }),
      openTo,
      closeFrom,
      attributes: tag?.attributes ?? [],
      isDynamic: tag?.isDynamic ?? false,
      branches: [{ clause: undefined, from: openTo, to: closeFrom, children }],
    });
  }

  /** Ends what is left open: an element whose end may be left out ends here, of any other the tag is `code`. */
  private leave(at: number): void {
    const frame = this.top;
    if (!frame.tag) this.breakTags(frame);
    else if (mayStayOpen(frame.name)) {
      this.close(at, at);
      return;
    }
    this.stack.pop();
    const { children } = this.top;
    children.push(leafNode({ from: frame.from, to: frame.openTo, kind: "code", name: frame.name }));
    // Of a broken branching only the last branch is at hand; it is read anew in the next round.
    children.push(...frame.branches.flatMap((branch) => branch.children), ...frame.children);
  }

  private breakTags(frame: Frame): void {
    for (const at of this.groups.get(frame.from) ?? []) this.broken.add(at);
  }
}

const mayStayOpen = (name: string): boolean => name === "p" || name === "html" || name === "body" || endsAtBranch(name);

const leafKind = ({ kind, name }: { readonly kind: string; readonly name: string }): OutlineNode["kind"] =>
  kind === "output"
    ? "output"
    : name === "include" || name === "extends"
      ? "include"
      : name === "url"
        ? "url"
        : tagNamed(name)?.form === "inline"
          ? "output"
          : "code";

const fits = (open: string, name: string, role: "clause" | "close"): boolean =>
  role === "close" ? name === `end${open}` : ownerOfClause(name)?.name === open;

const leafNode = (leaf: Pick<OutlineNode, "from" | "to" | "kind" | "name">): OutlineNode => ({
  ...leaf,
  openTo: leaf.to,
  closeFrom: leaf.to,
  attributes: [],
  branches: [],
  isDynamic: false,
});

const newFrame = (frame: {
  readonly from: number;
  readonly openTo: number;
  readonly name: string;
  readonly tag?: StartTag;
}): Frame => ({
  tag: undefined,
  ...frame,
  branches: [],
  clause: undefined,
  branchFrom: frame.openTo,
  children: [],
});
