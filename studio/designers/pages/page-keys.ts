import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { type PageOutline, pathTo } from "#engine/pages/outline/page-outline";
import type { NodeEdits } from "./node-edits.ts";
import { linkedName } from "./node-label.ts";
import { stepPlaces } from "./step-places.ts";
import type { TreeRow } from "./tree-rows.ts";

export interface KeyPress {
  readonly key: string;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly command: boolean;
}

/** What keys can cause besides edits. */
export interface KeyTargets {
  readonly outline: PageOutline;
  readonly rows: readonly TreeRow[];
  readonly selected: number | undefined;
  readonly select: (from: number | undefined) => void;
  readonly editText: (from: number) => void;
  /** Opens the list of what can be inserted. */
  readonly openPalette: () => void;
  readonly openTemplate: (name: string) => void;
  readonly showKeys: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

interface Parts extends KeyTargets {
  readonly node: OutlineNode | undefined;
  readonly edits: NodeEdits;
}

/** What a key does with the selected part; false when it means nothing here. */
export const pageKeys =
  (parts: Parts) =>
  (press: KeyPress): boolean => {
    const { node } = parts;
    if (press.command) return command(press, parts);
    if (press.key === "/" || press.key === "?") {
      (press.key === "/" ? parts.openPalette : parts.showKeys)();
      return true;
    }
    if (press.alt && node) return moveByKey(press.key, node, parts);
    return selectByKey(press.key, parts) || changeByKey(press.key, parts);
  };

function command(press: KeyPress, { node, edits, undo, redo }: Parts): boolean {
  const key = press.key.toLowerCase();
  if (key === "z") (press.shift ? redo : undo)();
  else if (key === "d" && node) edits.duplicate(node);
  else return false;
  return true;
}

function moveByKey(name: string, one: OutlineNode, { outline, edits }: Parts): boolean {
  const place = stepPlaces(outline, one)[name];
  if (place === undefined) return name.startsWith("Arrow");
  edits.moveTo(one, place);
  return true;
}

function selectByKey(key: string, parts: Parts): boolean {
  const { outline, rows, selected, node, select } = parts;
  switch (key) {
    case "ArrowDown":
      return walk(1, parts);
    case "ArrowUp":
      return walk(-1, parts);
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
    default:
      return false;
  }
}

function walk(by: number, { rows, selected, select }: Parts): boolean {
  const index = rows.findIndex((row) => row.node.from === selected);
  const next = rows[index < 0 ? 0 : index + by];
  if (next) select(next.node.from);
  return true;
}

function changeByKey(key: string, parts: Parts): boolean {
  const { node, edits } = parts;
  switch (key) {
    case "Enter":
      if (node) enter(node, parts);
      return node !== undefined;
    case "Delete":
    case "Backspace":
      if (node) edits.remove(node);
      return node !== undefined;
    default:
      return false;
  }
}

/** Into the text of a part; into the template that a part comes from. */
function enter(one: OutlineNode, { outline, editText, openTemplate }: Parts): void {
  const name = one.kind === "include" ? linkedName(one, outline.source) : undefined;
  if (name === undefined) editText(one.from);
  else openTemplate(name);
}
