import { SegmentedControl } from "@mantine/core";
import { type RefObject, useMemo, useRef, useState } from "react";
import { useLocation } from "react-router";
import { assertNever } from "#engine/assert-never";
import { insertContext } from "#engine/block-types/insert-context";
import { extendsLayout } from "#engine/pages/insert-place";
import { nodeAt, pageOutline, pathTo } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import type { FromFrame, ToFrame } from "../../page-frame/frame-messages.ts";
import { nonce } from "../../theme/nonce.ts";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import { AddressBar } from "../templates/preview/AddressBar.tsx";
import { PreviewChoices } from "../templates/preview/PreviewChoices.tsx";
import { PreviewNotes } from "../templates/preview/PreviewNotes.tsx";
import { previewDocument } from "../templates/preview/preview-document.ts";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../templates/preview/use-template-preview.ts";
import { dropSlots } from "./drop-slots.ts";
import { NodeInspector } from "./NodeInspector.tsx";
import { nodeLabel } from "./node-label.ts";
import { PageCanvas } from "./PageCanvas.tsx";
import { Palette } from "./Palette.tsx";
import { pageActions } from "./page-actions.ts";
import { mapped, type PageSelection, readMark, selectedAt, unitOf } from "./page-selection.ts";
import classes from "./pages.module.css";
import { Structure, treeRows } from "./Structure.tsx";
import { usePageEdit } from "./use-page-edit.ts";

interface Props {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly source: string;
  readonly markToken: string;
  readonly preview: ReturnType<typeof useTemplatePreview>;
  readonly view: PreviewView;
  readonly onView: (change: Partial<PreviewView>) => void;
  /** The source beside the canvas, when both are shown. */
  readonly beside: React.ReactNode;
}

/** A page as one sees it: structure and parts to insert, the page itself, and what is selected. */
export function VisualDesk({ context, chosen, source, markToken, preview, view, onView, beside }: Props) {
  const { pages, isTried, route, state, notes, onPage, onAddress } = preview;
  const { undo, redo } = useDraftActions();
  const given = (useLocation().state as { readonly selected?: PageSelection } | null)?.selected;
  const [selection, setSelection] = useState<PageSelection | undefined>(given);
  const [said, setSaid] = useState("");
  const [side, setSide] = useState<"structure" | "insert">("structure");
  const [writing, setWriting] = useState<{ readonly from: number }>();
  const search = useRef<HTMLInputElement>(null);
  const outline = useMemo(() => pageOutline(source), [source]);
  const rows = useMemo(() => treeRows(outline), [outline]);
  const at = selectedAt(selection, source);
  const node = at === undefined ? undefined : nodeAt(outline, at);
  const select = (from: number | undefined) => setSelection(from === undefined ? undefined : { source, at: from });
  const edit = usePageEdit({ context, chosen, onSelect: setSelection, announce: setSaid });
  const actions = pageActions({
    outline,
    rows,
    selected: at,
    edit,
    select,
    // Text beside values or other elements is written in the inspector, run by run.
    editText: (from) => holdsOneText(outline, from) && setWriting({ from }),
    insert: () => {
      setSide("insert");
      setTimeout(() => search.current?.focus());
    },
    undo,
    redo,
  });
  const unit = unitOf(state.units, chosen);
  const markOf = (from: number): string | undefined => {
    const then = unit && mapped(source, unit.source, from);
    return unit && then !== undefined ? `${unit.unit}.${then}` : undefined;
  };
  const { theme } = context.reader.definition.settings;
  const page = useMemo((): ToFrame | undefined => {
    if (!state.page) return undefined;
    const { html } = previewDocument(state.page.html, { scheme: view.scheme, nonce, theme, marks: state.page.marks });
    return { kind: "page", html, token: markToken, scheme: view.scheme };
  }, [state.page, view.scheme, theme, markToken]);
  const element = node && elementFor(outline, node.from);
  const mark = element === undefined ? undefined : markOf(element);
  const label = node ? nodeLabel(node, source) : "";
  const selectMessage = useMemo(
    (): ToFrame | undefined => page && { kind: "select", mark: mark ?? null, label },
    [page, mark, label],
  );
  const writingMark = writing && markOf(writing.from);
  const textMessage = useMemo(
    (): ToFrame | undefined => (writing && writingMark ? { kind: "editText", mark: writingMark } : undefined),
    [writing, writingMark],
  );

  /** A mark of the opened template as an offset in its text now. */
  const offsetOf = (text: string): number | undefined => {
    const read = readMark(text);
    return unit && read.unit === unit.unit ? mapped(unit.source, source, read.from) : undefined;
  };
  const onMessage = (message: FromFrame, answer: (message: ToFrame) => void): void => {
    switch (message.kind) {
      case "ready":
        return;
      case "point": {
        const from = message.marks.map(offsetOf).find((one) => one !== undefined);
        select(from);
        if (from === undefined && message.marks[0] !== undefined) {
          const other = state.units[readMark(message.marks[0]).unit];
          setSaid(other ? `This belongs to ${other.name}.` : "");
        }
        if (message.isDouble && from !== undefined && holdsOneText(outline, from)) setWriting({ from });
        return;
      }
      case "drag": {
        const from = message.marks.map(offsetOf).find((one) => one !== undefined);
        const dragged = from === undefined ? undefined : nodeAt(outline, from);
        if (!dragged || !unit) return;
        select(dragged.from);
        answer({
          kind: "slots",
          slots: [...dropSlots(outline, dragged, (one) => markOf(one) ?? `${unit.unit}.0`)],
        });
        return;
      }
      case "drop": {
        const from = offsetOf(message.mark);
        const dragged = from === undefined ? undefined : nodeAt(outline, from);
        if (!dragged) return;
        const { parent, branch, index, isCopy } = message;
        edit({
          gesture: { kind: isCopy ? "copy" : "move", node: dragged.from, place: { parent, branch, index } },
          label: `${isCopy ? "Copy" : "Move"} ${nodeLabel(dragged, source)}`,
        });
        return;
      }
      case "text": {
        const from = offsetOf(message.mark);
        const text = from === undefined ? undefined : onlyText(outline, from);
        if (text) actions.setText(text, message.text);
        setWriting(undefined);
        return;
      }
      case "key":
        actions.key(message);
        return;
      default:
        assertNever(message);
    }
  };
  const insertable = useMemo(
    () => insertContext(context.reader, context.routes, route),
    [context.reader, context.routes, route],
  );
  return (
    <>
      <div className={classes.desk}>
        <div className={classes.side}>
          <SegmentedControl
            className={classes.sideTabs ?? ""}
            size="xs"
            aria-label="Structure or parts to insert"
            value={side}
            onChange={(value) => setSide(value as "structure" | "insert")}
            data={[
              { value: "structure", label: "Structure" },
              { value: "insert", label: "Insert" },
            ]}
          />
          {side === "structure" ? (
            <Structure outline={outline} rows={rows} selected={at} onSelect={select} onKey={actions.key} />
          ) : (
            <Palette
              outline={outline}
              selected={at}
              context={insertable}
              search={search as RefObject<HTMLInputElement | null>}
              onInsert={({ type, source: piece, place }) => {
                const isOutside = place.parent === undefined && extendsLayout(outline);
                edit({
                  gesture: {
                    kind: "insert",
                    place,
                    source: isOutside ? `{% block main %}\n${piece}\n{% endblock %}` : piece,
                  },
                  label: `Insert ${type.label}`,
                });
              }}
            />
          )}
        </div>
        <section className={classes.canvas} aria-label="Page">
          {route ? (
            <>
              <PreviewChoices
                reader={context.reader}
                pages={pages}
                isTried={isTried}
                route={route}
                hasForms={state.page?.hasForms === true}
                view={view}
                onView={onView}
                onPage={onPage}
              />
              <AddressBar
                reader={context.reader}
                route={route}
                address={state.page?.address}
                links={[]}
                view={view}
                onView={onView}
                onPage={onPage}
                onAddress={onAddress}
                onRefresh={state.refresh}
              />
              <PreviewNotes reader={context.reader} state={state} outsideImages={0} notes={notes} />
              <PageCanvas
                title={`Page ${state.page?.address ?? route.path}`}
                view={view}
                isOld={state.isOld}
                messages={[page, selectMessage, textMessage]}
                onMessage={onMessage}
              />
            </>
          ) : (
            <p className={classes.quiet}>There is no page yet to show this on. Add a route, and it will be here.</p>
          )}
          <nav className={classes.path} aria-label="Where the selected part stands">
            {node &&
              pathTo(outline, node.from).map((one) => (
                <button key={one.from} type="button" onClick={() => select(one.from)}>
                  {nodeLabel(one, source)}
                </button>
              ))}
          </nav>
        </section>
        {beside && <div className={classes.source}>{beside}</div>}
        <NodeInspector node={node} source={source} actions={actions} />
      </div>
      <div role="status" className="visually-hidden">
        {said}
      </div>
    </>
  );
}

type Outline = ReturnType<typeof pageOutline>;

/** The element that shows a node: itself, the first in a template tag, or the one around it. */
function elementFor(outline: Outline, from: number): number | undefined {
  const path = pathTo(outline, from);
  const own = path.at(-1);
  if (!own || own.kind === "element") return own?.from;
  const inside = own.branches.flatMap(({ children }) => children).find(({ kind }) => kind === "element");
  return inside?.from ?? path.findLast(({ kind }) => kind === "element")?.from;
}

/** The text of an element that holds nothing else. */
function onlyText(outline: Outline, from: number) {
  const children = nodeAt(outline, from)?.branches[0]?.children ?? [];
  const [only] = children;
  return children.length === 1 && only?.kind === "text" ? only : undefined;
}

const holdsOneText = (outline: Outline, from: number): boolean => onlyText(outline, from) !== undefined;
