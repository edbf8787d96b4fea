import { SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { insertContext, listOfRows } from "#engine/block-types/insert-context";
import type { EditOperation } from "#engine/edits/edit";
import type { Place } from "#engine/pages/edits/page-gesture";
import { extendsLayout } from "#engine/pages/insert-place";
import { nodeAt, pageOutline, pathTo } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { useDraftActions } from "../../draft-session/react/use-draft.ts";
import { useOwnProblems } from "../../session/screen-problems.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";
import { type ChosenTemplate, keyOfTemplate } from "../templates/chosen-template.ts";
import { AddressBar } from "../templates/preview/AddressBar.tsx";
import { PreviewChoices } from "../templates/preview/PreviewChoices.tsx";
import { PreviewNotes } from "../templates/preview/PreviewNotes.tsx";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../templates/preview/use-template-preview.ts";
import { RowsDialog } from "./data/RowsDialog.tsx";
import type { Carried } from "./drop-slots.ts";
import { InsertForm } from "./InsertForm.tsx";
import { LinkDialog } from "./LinkDialog.tsx";
import { NodeInspector } from "./NodeInspector.tsx";
import { linkedName, nodeLabel } from "./node-label.ts";
import { PageCanvas } from "./PageCanvas.tsx";
import { type Offer, Palette } from "./Palette.tsx";
import { type PageActions, pageActions } from "./page-actions.ts";
import { type PageSelection, selectedAt } from "./page-selection.ts";
import classes from "./pages.module.css";
import { RefusalNote } from "./RefusalNote.tsx";
import { Structure } from "./Structure.tsx";
import { treeRows } from "./tree-rows.ts";
import { carriedNode, useCanvas } from "./use-canvas.ts";
import { useCarry } from "./use-carry.ts";
import { type EditRefusal, lostReason, namesLostAt, usePageEdit } from "./use-page-edit.ts";

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

/** What an address of the page editor may bring along. */
interface Arrival {
  readonly selected?: PageSelection;
  /** The page from which a layout or a part was opened. */
  readonly back?: { readonly to: string; readonly title: string };
}

/** A page as one sees it: structure and parts to insert, the page itself, and what is selected. */
export function VisualDesk({ context, chosen, source, markToken, preview, view, onView, beside }: Props) {
  const { pages, isTried, route, state, notes, onPage, onAddress } = preview;
  const app = useApp();
  const navigate = useNavigate();
  const location = useLocation();
  const { undo, redo } = useDraftActions();
  const arrival = location.state as Arrival | null;
  const wanted = new URLSearchParams(location.search).get("at");
  const { key: visit } = location;
  const [selection, setSelection] = useState<PageSelection | undefined>(arrival?.selected);
  const [said, setSaid] = useState("");
  const [refusal, setRefusal] = useState<EditRefusal>();
  const [side, setSide] = useState<"structure" | "insert">("structure");
  const [asking, setAsking] = useState<Offer>();
  const [isAskingForm, setAskingForm] = useState(false);
  const [linking, setLinking] = useState<{ readonly answer: (href: string | undefined) => void }>();
  // On a phone the inspector lies over the page: it is there when something is selected.
  const isNarrow = useMediaQuery("(max-width: 900px)", undefined, { getInitialValueInEffect: false });
  const search = useRef<HTMLInputElement>(null);
  const outline = useMemo(() => pageOutline(source), [source]);
  const latestSource = useRef(source);
  latestSource.current = source;
  const rows = useMemo(() => treeRows(outline), [outline]);
  const at = selectedAt(selection, source);
  const node = at === undefined ? undefined : nodeAt(outline, at);
  const select = (from: number | undefined) => setSelection(from === undefined ? undefined : { source, at: from });
  useEffect(() => {
    if (visit && wanted !== null) setSelection({ source: latestSource.current, at: Number(wanted) });
  }, [wanted, visit]);
  useOwnProblems(state.findings);
  const edit = usePageEdit({ context, chosen, onSelect: setSelection, onRefusal: setRefusal, announce: setSaid });
  const rules = {
    outline,
    lostAt: (piece: { readonly from: number; readonly to: number }, to: number) => {
      const [lost] = namesLostAt({ piece, at: to }, source, { context, chosen });
      return lost && lostReason(lost, source);
    },
  };
  const insertable = useMemo(
    () => insertContext(context.reader, context.routes, route),
    [context.reader, context.routes, route],
  );
  const anyRows = useMemo(() => {
    const [model] = context.reader.models;
    return model && listOfRows(context.reader, context.routes, { model, expression: "rows" });
  }, [context.reader, context.routes]);
  /** A query runs once for a page, so it cannot stand where something is repeated. */
  const askRows = (offer: Offer) => {
    const { parent } = offer.place;
    const around = parent === undefined ? [] : pathTo(outline, parent);
    const isRepeated = around.some(({ kind, name }) => kind === "branching" && name === "for");
    const ofPage = isRepeated ? offer.type.insert(insertable) : undefined;
    if (!isRepeated) setAsking(offer);
    else if (ofPage !== undefined) insertRows({ ...offer, source: ofPage }, []);
    else refuse("Rows of a query cannot stand in a repeated part. Select a part outside of it first.");
  };
  const insertRows = ({ type, source: piece, place }: Offer, operations: readonly EditOperation[]): boolean => {
    const isOutside = place.parent === undefined && extendsLayout(outline);
    const written = isOutside ? `{% block main %}\n${piece}\n{% endblock %}` : piece;
    const gesture = { kind: "insert", place, source: written } as const;
    return edit({ gesture, label: `Insert ${type.label}`, operations }) !== undefined;
  };
  const drop = (carried: Carried, place: Place, isCopy: boolean) => {
    if (carried.kind === "piece" && carried.type?.shows)
      return askRows({ type: carried.type, source: carried.source, place });
    edit(
      carried.kind === "piece"
        ? { gesture: { kind: "insert", place, source: carried.source }, label: `Insert ${carried.label}` }
        : {
            gesture: { kind: isCopy ? "copy" : "move", node: carried.node.from, place },
            label: `${isCopy ? "Copy" : "Move"} ${carried.label}`,
          },
    );
  };
  const refuse = (reason: string) => {
    setSaid(`Not done. ${reason}`);
    setRefusal({ title: "Not dropped", reason, offers: [] });
  };
  const openTemplate = (name: string) => {
    const key = keyOfTemplate(context, name, route);
    if (key === undefined) return setSaid(`${name} is built in and cannot be opened.`);
    const title = chosen.kind === "own" ? chosen.template.name : chosen.title;
    const back = { to: `${location.pathname}${location.search}`, title };
    void navigate(`/apps/${app.id}/pages/${key}?show=visual`, { state: { back } satisfies Arrival });
  };
  // The canvas and the keys need each other; each reads the other when something happens.
  const latest = useRef<{ actions: PageActions; carried: () => Carried | undefined }>(undefined);
  const canvas = useCanvas({
    chosen,
    outline,
    rules,
    node,
    markToken,
    state,
    view,
    theme: context.reader.definition.settings.theme,
    edit,
    announce: setSaid,
    select,
    drop,
    refuse,
    carried: () => latest.current?.carried(),
    askLink: (answer) => setLinking({ answer }),
    openTemplate,
    actions: () => latest.current?.actions ?? actions,
  });
  const actions = pageActions({
    outline,
    rows,
    selected: at,
    edit,
    select,
    editText: canvas.beginText,
    openPalette: () => {
      setSide("insert");
      requestAnimationFrame(() => search.current?.focus());
    },
    openTemplate,
    showKeys: () => useUiStore.getState().setShortcutsOpen(true),
    undo,
    redo,
  });
  const carry = useCarry({
    rules,
    port: canvas.port,
    mark: canvas.slotMark,
    onDrop: drop,
    onRefused: refuse,
    onSlots: canvas.noteSlots,
  });
  latest.current = { actions, carried: carry.carriedNow };
  const findings = state.findings.filter(
    ({ recordId, at: place }) =>
      node !== undefined &&
      chosen.kind === "own" &&
      recordId === chosen.template.id &&
      place !== undefined &&
      canvas.offsetOf(place.start) === node.from,
  );
  return (
    <>
      {arrival?.back && (
        <p className={classes.back}>
          <Link to={arrival.back.to}>← Back to {arrival.back.title}</Link>
          <span>Changes here show on every page that uses it.</span>
        </p>
      )}
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
            <Structure
              outline={outline}
              rows={rows}
              selected={at}
              target={carry.target}
              actions={actions}
              onSelect={select}
              onOpen={(one) => {
                const name = one.kind === "include" ? linkedName(one, source) : undefined;
                if (name === undefined) canvas.beginText(one.from);
                else openTemplate(name);
              }}
              onCarry={(event, one) => carry.start(event, carriedNode(one, source))}
            />
          ) : (
            <Palette
              outline={outline}
              selected={at}
              context={insertable}
              search={search as RefObject<HTMLInputElement | null>}
              anyRows={anyRows}
              onInsert={(offer) =>
                offer.type.shows ? askRows(offer) : actions.insert(offer.source, `Insert ${offer.type.label}`)
              }
              onForm={() => setAskingForm(true)}
              onCarry={(event, { type, source: piece }) =>
                carry.start(event, { kind: "piece", source: piece, label: type.label, type })
              }
            />
          )}
        </div>
        <section className={classes.canvas} aria-label="Page">
          {refusal && <RefusalNote refusal={refusal} onClose={() => setRefusal(undefined)} />}
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
                port={canvas.port}
                page={canvas.page}
                selection={canvas.selection}
                text={canvas.text}
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
        {(node || !isNarrow) && (
          <NodeInspector node={node} outline={outline} route={route} findings={findings} actions={actions} />
        )}
      </div>
      {asking && (
        <RowsDialog
          type={asking.type}
          context={context}
          insertable={insertable}
          route={route}
          onClose={() => setAsking(undefined)}
          onInsert={({ source: piece, operations }) => {
            if (insertRows({ ...asking, source: piece }, operations)) setAsking(undefined);
          }}
        />
      )}
      {isAskingForm && (
        <InsertForm
          route={route}
          forms={insertable.forms}
          onClose={() => setAskingForm(false)}
          onInsert={({ source: piece, label: done, besides }) => {
            setAskingForm(false);
            actions.insert(piece, done, besides);
          }}
        />
      )}
      {linking && (
        <LinkDialog
          pages={insertable.pages}
          onDone={(href) => {
            setLinking(undefined);
            linking.answer(href);
          }}
        />
      )}
      <div role="status" className="visually-hidden">
        {said}
      </div>
    </>
  );
}
