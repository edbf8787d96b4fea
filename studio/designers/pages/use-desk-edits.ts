import { useMemo } from "react";
import { insertContext, listOfRows } from "#engine/block-types/insert-context";
import type { RouteRecord } from "#engine/definition/records/route";
import type { EditOperation } from "#engine/edits/edit";
import type { Place } from "#engine/pages/edits/page-gesture";
import { findPlace } from "#engine/pages/edits/place-in-outline";
import { extendsLayout } from "#engine/pages/insert-place";
import { type PageOutline, pathTo } from "#engine/pages/outline/page-outline";
import type { AssistContext } from "#engine/views/assist/names-at";
import { type OfferedLists, offeredLists } from "#engine/views/assist/offered-lists";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import type { Carried } from "./drop-slots.ts";
import { editedText } from "./edited-text.ts";
import type { Offer } from "./Palette.tsx";
import type { PageSelection } from "./page-selection.ts";
import { type EditRefusal, lostReason, namesLostAt, type PageEdit, usePageEdit } from "./use-page-edit.ts";

interface Parts {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly route: RouteRecord | undefined;
  readonly outline: PageOutline;
  readonly source: string;
  readonly onSelect: (selection: PageSelection | undefined) => void;
  readonly onRefusal: (refusal: EditRefusal | undefined) => void;
  readonly announce: (sentence: string) => void;
  /** Asks which rows a part shows, before it is inserted. */
  readonly onAskRows: (asked: AskedRows) => void;
}

/** A part whose rows are being chosen, with the related rows that its place knows. */
export interface AskedRows extends Offer {
  readonly related: OfferedLists;
  /** It stands in a loop: a query, which runs once for a page, cannot. */
  readonly isRepeated: boolean;
}

/** What the page editor does to the page: one gesture, an insertion of rows, a drop; and what can be inserted. */
export function useDeskEdits(parts: Parts) {
  const { context, chosen, route, outline, source, onSelect, onRefusal, announce } = parts;
  const edit = usePageEdit({ context, chosen, onSelect, onRefusal, announce });
  const rules = {
    outline,
    lostAt: (piece: { readonly from: number; readonly to: number }, to: number) => {
      const [lost] = namesLostAt({ piece, at: to }, source, { context, chosen });
      return lost && lostReason(lost, source);
    },
  };
  const { insertable, anyRows } = useInsertable(context, route);
  const refuse = (reason: string) => {
    announce(`Not done. ${reason}`);
    onRefusal({ title: "Not dropped", reason, offers: [] });
  };
  const askRows = (offer: Offer) => {
    const isRepeated = isInRepeatedPart(outline, offer.place);
    const related = offeredLists(context, editedText(chosen, source), offsetOf(outline, offer.place));
    const ofPage = isRepeated && related.lists.length === 0 ? offer.type.insert(insertable) : undefined;
    if (!isRepeated || related.lists.length > 0) parts.onAskRows({ ...offer, related, isRepeated });
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
    edit(editOfDrop(carried, place, isCopy));
  };
  return { edit, rules, insertable, anyRows, refuse, askRows, insertRows, drop };
}

export type DeskEdits = ReturnType<typeof useDeskEdits>;

/** What can be inserted on the page, and rows to show a part with where the page has none. */
function useInsertable(context: AssistContext, route: RouteRecord | undefined) {
  const insertable = useMemo(
    () => insertContext(context.reader, context.routes, route),
    [context.reader, context.routes, route],
  );
  const anyRows = useMemo(() => {
    const [model] = context.reader.models;
    return model && listOfRows(context.reader, context.routes, { model, expression: "rows" });
  }, [context.reader, context.routes]);
  return { insertable, anyRows };
}

/** Where in the source a place is: after the part before it. */
function offsetOf(outline: PageOutline, place: Place): number {
  const found = findPlace(outline, place);
  return found?.parts[found.index - 1]?.to ?? found?.branch.from ?? 0;
}

function isInRepeatedPart(outline: PageOutline, { parent }: Place): boolean {
  const around = parent === undefined ? [] : pathTo(outline, parent);
  return around.some(({ kind, name }) => kind === "branching" && name === "for");
}

const editOfDrop = (carried: Carried, place: Place, isCopy: boolean): PageEdit =>
  carried.kind === "piece"
    ? { gesture: { kind: "insert", place, source: carried.source }, label: `Insert ${carried.label}` }
    : {
        gesture: { kind: isCopy ? "copy" : "move", node: carried.node.from, place },
        label: `${isCopy ? "Copy" : "Move"} ${carried.label}`,
      };
