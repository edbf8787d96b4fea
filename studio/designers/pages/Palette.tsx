import { TextInput } from "@mantine/core";
import { type PointerEvent, type RefObject, useMemo, useState } from "react";
import type { BlockCategory, BlockType } from "#engine/block-types/block-type";
import { formBlock, formSource } from "#engine/block-types/form";
import { formAround, isForm } from "#engine/block-types/form-around";
import type { InsertContext, RowSource } from "#engine/block-types/insert-context";
import { blockTypes } from "#engine/block-types/registry";
import { outermostElements } from "#engine/pages/content-model";
import type { Place } from "#engine/pages/edits/page-gesture";
import { insertPlace } from "#engine/pages/insert-place";
import { type PageOutline, pageOutline, pathTo } from "#engine/pages/outline/page-outline";
import { hasNoModifier } from "../../components/platform-keys.ts";
import { BlockPicture } from "./BlockPicture.tsx";
import classes from "./pages.module.css";

const CATEGORIES: Readonly<Record<BlockCategory, string>> = {
  layout: "Layout",
  text: "Text",
  media: "Media",
  data: "Data",
  app: "App",
  code: "Code",
};

export interface Offer {
  readonly type: BlockType;
  readonly source: string;
  readonly place: Place;
}

/** What can be inserted at the selected place, each with a sentence. */
export function Palette(props: {
  readonly outline: PageOutline;
  readonly selected: number | undefined;
  readonly context: InsertContext;
  /** Rows of some model, for parts of which the rows are asked for. */
  readonly anyRows: RowSource | undefined;
  readonly search: RefObject<HTMLInputElement | null>;
  /** True when it is on the page, and not when something is asked first. */
  readonly onInsert: (offer: Offer) => boolean;
  /** A part was chosen, before it is inserted or something is asked. */
  readonly onChoose: (isByKeyboard: boolean) => void;
  /** By keyboard: the focus goes to what was inserted. */
  readonly onInserted: () => void;
  /** A form asks first what happens with what is sent. */
  readonly onForm: () => void;
  readonly onCarry: (event: PointerEvent<HTMLElement>, offer: Offer) => void;
}) {
  const { outline, selected, context, anyRows } = props;
  const [wanted, setWanted] = useState("");
  const offers = useMemo(
    () => offersAt(outline, selected, { context, anyRows }),
    [outline, selected, context, anyRows],
  );
  const words = wanted.trim().toLowerCase();
  const shown = offers.filter(({ type }) => `${type.label} ${type.description}`.toLowerCase().includes(words));
  // Enter takes what is called so before what only speaks of it.
  const best = shown.find(({ type }) => type.label.toLowerCase().startsWith(words)) ?? shown[0];
  const insert = (offer: Offer, isByKeyboard: boolean): boolean => {
    props.onChoose(isByKeyboard);
    if (offer.type !== formBlock) return props.onInsert(offer);
    props.onForm();
    return false;
  };
  return (
    <div className={classes.palette}>
      <TextInput
        ref={props.search}
        size="xs"
        aria-label="Find a part to insert"
        placeholder="Find a part"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          const isBare = hasNoModifier(event.nativeEvent) && !event.shiftKey && !event.nativeEvent.isComposing;
          if (event.key === "Enter" && isBare && best && insert(best, true)) props.onInserted();
        }}
      />
      {Object.entries(CATEGORIES).map(([category, label]) => {
        const own = shown.filter(({ type }) => type.category === category);
        return own.length === 0 ? null : (
          <section key={category} aria-label={label}>
            <h2 className={classes.category}>{label}</h2>
            {own.map((offer) => (
              <button
                key={offer.type.name}
                type="button"
                className={classes.offer}
                // A click without a pointer comes from Enter or the space bar.
                onClick={({ detail }) => insert(offer, detail === 0)}
                onPointerDown={(event) => props.onCarry(event, offer)}
              >
                <BlockPicture name={offer.type.name} />
                <span className={classes.offerWords}>
                  <span className={classes.offerLabel}>{offer.type.label}</span>
                  <span className={classes.quiet}>{offer.type.description}</span>
                </span>
              </button>
            ))}
          </section>
        );
      })}
      {shown.length === 0 && <p className={classes.quiet}>Nothing of this kind fits here.</p>}
    </div>
  );
}

function offersAt(
  outline: PageOutline,
  selected: number | undefined,
  { context, anyRows }: { readonly context: InsertContext; readonly anyRows: RowSource | undefined },
): readonly Offer[] {
  const form = formAround(outline, selected);
  const isOpen = (name: string): boolean => form?.placed.includes(name) === false;
  const formFields = form ? context.fieldsOf(form.name, form.lines).filter(isOpen) : [];
  const formLines = form && form.lines === undefined ? context.linesOf(form.name).filter(isOpen) : [];
  const asked = anyRows && {
    ...context,
    list: anyRows,
    number: { expression: anyRows.expression, label: anyRows.label },
  };
  return blockTypes.flatMap((type) => {
    const source =
      type.insert({ ...context, formFields, formLines }) ??
      (asked && type.shows ? type.insert(asked) : undefined) ??
      // Where there is no form yet, one is made.
      (type === formBlock ? formSource(undefined) : undefined);
    if (source === undefined) return [];
    const elements = pageOutline(source).nodes.flatMap((node) => outermostElements(node, source));
    const place = insertPlace(outline, selected, elements);
    return place && fits(type, outline, place) ? [{ type, source, place }] : [];
  });
}

/** A form stands in no form and in no loop, its parts in a form alone. */
function fits({ where }: BlockType, outline: PageOutline, { parent }: Place): boolean {
  if (where === undefined) return true;
  const around = parent === undefined ? [] : pathTo(outline, parent);
  if (where === "inForms") return around.some(isForm);
  return !around.some((node) => isForm(node) || (node.kind === "branching" && node.name === "for"));
}
