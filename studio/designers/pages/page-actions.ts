import type { EditOperation } from "#engine/edits/edit";
import { outermostElements } from "#engine/pages/content-model";
import type { Place } from "#engine/pages/edits/page-gesture";
import { findPlace, partsOf, placeOf } from "#engine/pages/edits/place-in-outline";
import { textRunChange } from "#engine/pages/edits/text-run";
import { extendsLayout, insertPlace } from "#engine/pages/insert-place";
import { applyChanges } from "#engine/pages/map-offset";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { nodeAt, type PageOutline, pageOutline, pathTo } from "#engine/pages/outline/page-outline";
import { decodeReference } from "./decode-reference.ts";
import { linkedName, nodeLabel } from "./node-label.ts";
import type { TreeRow } from "./tree-rows.ts";
import type { PageEdit, PageEditDone } from "./use-page-edit.ts";

export interface KeyPress {
  readonly key: string;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly command: boolean;
}

export interface PageActions {
  readonly edit: (edit: PageEdit) => PageEditDone | undefined;
  readonly setText: (text: OutlineNode, value: string) => void;
  /** What can be done with a node, in words. */
  readonly of: (node: OutlineNode) => readonly { readonly label: string; readonly run: () => void }[];
  /** False when the key means nothing here. */
  readonly key: (press: KeyPress) => boolean;
  /** What ⌘C puts on the clipboard: source, so that it can be pasted into a source too. */
  readonly copied: () => string;
  readonly cut: () => void;
  readonly paste: (text: string) => void;
  /** With records that are made in the same step. */
  readonly insert: (source: string, label: string, besides?: readonly EditOperation[]) => boolean;
}

interface Parts {
  readonly outline: PageOutline;
  readonly rows: readonly TreeRow[];
  readonly selected: number | undefined;
  readonly edit: (edit: PageEdit) => PageEditDone | undefined;
  readonly select: (from: number | undefined) => void;
  readonly editText: (from: number) => void;
  /** Opens the list of what can be inserted. */
  readonly openPalette: () => void;
  readonly openTemplate: (name: string) => void;
  readonly showKeys: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** What keys and buttons do with the selected part. */
export function pageActions(parts: Parts): PageActions {
  const { outline, rows, selected, edit, select } = parts;
  const { source } = outline;
  const node = selected === undefined ? undefined : nodeAt(outline, selected);
  const named = (verb: string, one: OutlineNode) => `${verb} ${nodeLabel(one, source)}`;
  const moveTo = (one: OutlineNode, place: Place | undefined) =>
    place !== undefined &&
    edit({ gesture: { kind: "move", node: one.from, place }, label: named("Move", one) }) !== undefined;
  const remove = (one: OutlineNode) =>
    edit({ gesture: { kind: "remove", node: one.from }, label: named("Delete", one) });
  const duplicate = (one: OutlineNode) =>
    edit({ gesture: { kind: "duplicate", node: one.from }, label: named("Duplicate", one) });
  const wrap = (one: OutlineNode, [open, close, name]: readonly [string, string, string]) =>
    edit({ gesture: { kind: "wrap", node: one.from, open, close }, label: `${named("Put", one)} in ${name}` });

  const setText = (text: OutlineNode, value: string): void => {
    const parent = pathTo(outline, text.from).at(-2);
    if (!parent) return;
    const change = textRunChange(source, text, { text: value, decode: decodeReference });
    const inside = applyChanges(source, [change]).slice(
      parent.openTo,
      parent.closeFrom + change.insert.length - (change.to - change.from),
    );
    edit({
      gesture: { kind: "setInline", node: parent.from, source: inside },
      label: `Write in ${nodeLabel(parent, source)}`,
    });
  };

  const walk = (by: number): boolean => {
    const index = rows.findIndex((row) => row.node.from === selected);
    const next = rows[index < 0 ? 0 : index + by];
    if (next) select(next.node.from);
    return true;
  };

  const command = (press: KeyPress): boolean => {
    const key = press.key.toLowerCase();
    if (key === "z") (press.shift ? parts.redo : parts.undo)();
    else if (key === "d" && node) duplicate(node);
    else return false;
    return true;
  };

  const key = (press: KeyPress): boolean => {
    if (press.command) return command(press);
    if (press.key === "/" || press.key === "?") {
      (press.key === "/" ? parts.openPalette : parts.showKeys)();
      return true;
    }
    if (press.alt && node) return moveByKey(press.key, node);
    switch (press.key) {
      case "ArrowDown":
        return walk(1);
      case "ArrowUp":
        return walk(-1);
      case "ArrowLeft":
      case "Escape": {
        const parent = node && pathTo(outline, node.from).at(-2);
        select(parent?.from);
        return true;
      }
      case "ArrowRight": {
        const row = rows.findIndex((one) => one.node.from === selected);
        const next = rows[row + 1];
        if (next && node && next.node.from < node.to) select(next.node.from);
        return true;
      }
      case "Home":
        select(rows[0]?.node.from);
        return true;
      case "End":
        select(rows.at(-1)?.node.from);
        return true;
      case "Enter":
        if (node) enter(node);
        return node !== undefined;
      case "Delete":
      case "Backspace":
        if (node) remove(node);
        return node !== undefined;
      default:
        return false;
    }
  };

  /** Into the text of a part; into the template that a part comes from. */
  const enter = (one: OutlineNode): void => {
    const name = one.kind === "include" ? linkedName(one, source) : undefined;
    if (name === undefined) parts.editText(one.from);
    else parts.openTemplate(name);
  };

  /** At the selected place: into what can hold it, else after it. */
  const insert = (piece: string, label: string, besides: readonly EditOperation[] = []): boolean => {
    const elements = pageOutline(piece).nodes.flatMap((one) => outermostElements(one, piece));
    const place = insertPlace(outline, selected, elements);
    if (!place) return false;
    // A template that extends a layout shows only what stands in its blocks.
    const isOutside = place.parent === undefined && extendsLayout(outline);
    const written = isOutside ? `{% block main %}\n${piece}\n{% endblock %}` : piece;
    return edit({ gesture: { kind: "insert", place, source: written }, label, operations: besides }) !== undefined;
  };

  const moveByKey = (name: string, one: OutlineNode): boolean => {
    const place = steps(outline, one)[name];
    if (place === undefined) return name.startsWith("Arrow");
    moveTo(one, place);
    return true;
  };

  return {
    edit,
    setText,
    key,
    insert,
    copied: () => (node ? source.slice(node.from, node.to) : ""),
    cut: () => {
      if (node) edit({ gesture: { kind: "remove", node: node.from }, label: named("Cut", node) });
    },
    paste: (text) => {
      if (text.trim() !== "") insert(dedent(text), "Paste");
    },
    of: (one) => {
      const { ArrowUp: up, ArrowDown: down, ArrowLeft: out } = steps(outline, one);
      return [
        ...(up ? [{ label: "Move up", run: () => moveTo(one, up) }] : []),
        ...(down ? [{ label: "Move down", run: () => moveTo(one, down) }] : []),
        ...(out ? [{ label: "Move out", run: () => moveTo(one, out) }] : []),
        { label: "Duplicate", run: () => duplicate(one) },
        { label: "Put in a section", run: () => wrap(one, ['<section class="band">', "</section>", "a section"]) },
        { label: "Show only if …", run: () => wrap(one, ["{% if app.label %}", "{% endif %}", "a condition"]) },
        ...(one.branches.length > 0
          ? [
              {
                label: "Take the frame away",
                run: () => edit({ gesture: { kind: "unwrap", node: one.from }, label: named("Unwrap", one) }),
              },
            ]
          : []),
        { label: "Delete", run: () => remove(one) },
      ];
    },
  };
}

/** Copied lines stand deeper than the first, which begins at the part itself. */
function dedent(text: string): string {
  const [first = "", ...lines] = text.replace(/\s+$/, "").split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents, Number.POSITIVE_INFINITY);
  const cut = Number.isFinite(least) ? least : 0;
  return [first.trimStart(), ...lines.map((line) => line.slice(cut))].join("\n");
}

/** Where Alt and an arrow lead: among siblings, out of the part around it, into the part before. */
function steps(outline: PageOutline, node: OutlineNode): Readonly<Record<string, Place | undefined>> {
  const place = placeOf(outline, node.from);
  const path = pathTo(outline, node.from);
  if (!place) return {};
  const parent = path.at(-2);
  const outer = parent && placeOf(outline, parent.from);
  const parts = findPlace(outline, place)?.parts ?? [];
  const before = parts[place.index - 1];
  const lastOf = before?.branches.at(-1);
  return {
    ArrowUp: place.index > 0 ? { ...place, index: place.index - 1 } : undefined,
    ArrowDown: place.index < parts.length - 1 ? { ...place, index: place.index + 2 } : undefined,
    ArrowLeft: outer && outer.parent !== undefined ? { ...outer, index: outer.index + 1 } : undefined,
    ArrowRight:
      before && lastOf
        ? {
            parent: before.from,
            branch: before.branches.length - 1,
            index: partsOf(outline.source, lastOf.children).length,
          }
        : undefined,
  };
}
