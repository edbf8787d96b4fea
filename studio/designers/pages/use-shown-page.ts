import { useMemo } from "react";
import { isForm } from "#engine/block-types/form-around";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { type PageOutline, pathTo } from "#engine/pages/outline/page-outline";
import type { ToFrame } from "../../page-frame/frame-messages.ts";
import { nonce } from "../../theme/nonce.ts";
import { previewDocument } from "../templates/preview/preview-document.ts";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../templates/preview/use-template-preview.ts";
import { nodeLabel } from "./node-label.ts";
import type { PageMarks } from "./page-marks.ts";

interface Parts {
  readonly outline: PageOutline;
  readonly node: OutlineNode | undefined;
  readonly markToken: string;
  readonly state: ReturnType<typeof useTemplatePreview>["state"];
  readonly view: PreviewView;
  readonly theme: AppDefinition["settings"]["theme"];
  readonly marks: PageMarks;
}

/** The page and its selected part, as the messages that show them in the frame. */
export function useShownPage({ outline, node, markToken, state, view, theme, marks }: Parts) {
  const { source } = outline;
  const page = useMemo((): ToFrame | undefined => {
    if (!state.page) return undefined;
    const { html } = previewDocument(state.page.html, { scheme: view.scheme, nonce, theme, marks: state.page.marks });
    return { kind: "page", html, token: markToken, scheme: view.scheme };
  }, [state.page, view.scheme, theme, markToken]);
  const element = node && elementFor(outline, node.from);
  const mark = element === undefined ? undefined : marks.markOf(element);
  const label = node ? nodeLabel(node, source) : "";
  const copy = node ? source.slice(node.from, node.to) : "";
  const selection = useMemo(
    (): ToFrame | undefined => page && { kind: "select", mark: mark ?? null, label, copy },
    [page, mark, label, copy],
  );
  return { page, selection };
}

/** What a tag of a form writes has the mark of the tag. */
const isPartOfForm = ({ kind, name }: OutlineNode): boolean => kind === "output" && FORM_PARTS.has(name);
const FORM_PARTS = new Set(["field", "fields", "errors", "submit"]);

/** The element that shows a node: itself, the first in a template tag, or the one around it. */
function elementFor(outline: PageOutline, from: number): number | undefined {
  const path = pathTo(outline, from);
  const own = path.at(-1);
  if (!own || own.kind === "element" || isForm(own) || isPartOfForm(own)) return own?.from;
  const inside = own.branches.flatMap(({ children }) => children).find(({ kind }) => kind === "element");
  return inside?.from ?? path.findLast(({ kind }) => kind === "element")?.from;
}
