import { Modal, TextInput } from "@mantine/core";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import type { AssistContext } from "#engine/views/assist/names-at";
import { type OfferedValue, offeredValues } from "#engine/views/assist/offered-values";
import type { ChosenTemplate } from "../../templates/chosen-template.ts";
import type { PreviewView } from "../../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../../templates/preview/use-template-preview.ts";
import { editedText } from "../edited-text.ts";
import { useLiveValues } from "./use-live-values.ts";
import { ValueTypeIcon } from "./ValueTypeIcon.tsx";
import type { CaretPlace, ValuePlace } from "./value-place.ts";
import classes from "./values.module.css";

interface Props {
  readonly context: AssistContext;
  readonly chosen: ChosenTemplate;
  readonly source: string;
  /** Where the value stands, or is asked about. */
  readonly place: Pick<ValuePlace | CaretPlace, "at" | "kind">;
  readonly preview: ReturnType<typeof useTemplatePreview>;
  readonly view: PreviewView;
  readonly markToken: string;
  readonly onClose: () => void;
  readonly onChoose: (expression: string, shown: string) => void;
}

/** The values that a place knows, each with what it is on the page that is shown; found by typing, chosen with Enter. */
export function ValueDialog({ context, chosen, source, place, preview, view, markToken, onClose, onChoose }: Props) {
  const { at, kind } = place;
  const { route, state, isTried } = preview;
  const offered = useMemo(
    () => offeredValues(context, editedText(chosen, source), at, { withLists: kind === "ask" }),
    [context, chosen, source, at, kind],
  );
  const address = state.page?.address;
  const live = useLiveValues({ chosen, source, at, offered, route, isTried, address, view, markToken });
  const [wanted, setWanted] = useState("");
  const [active, setActive] = useState(0);
  const list = useId();
  const choose = ({ expression }: OfferedValue) => onChoose(expression, live.get(expression) || expression);
  const words = wanted.trim().toLowerCase();
  const shown = offered.filter(({ expression, label }) =>
    `${label} ${expression} ${live.get(expression) ?? ""}`.toLowerCase().includes(words),
  );
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const next = Math.min(shown.length - 1, Math.max(0, active + step));
    const chosenNow = shown[active];
    if (step !== 0) {
      setActive(next);
      document.getElementById(`${list} ${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && chosenNow && !event.nativeEvent.isComposing) choose(chosenNow);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={kind === "ask" ? "Which value does it ask about?" : "Which value?"}
      size="md"
      centered
    >
      <TextInput
        role="combobox"
        aria-label="Find a value"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={shown[active] ? `${list} ${active}` : undefined}
        placeholder="Find a value"
        data-autofocus
        value={wanted}
        onChange={(event) => {
          setWanted(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKey}
      />
      <div id={list} role="listbox" aria-label="Values" className={classes.list}>
        {shown.map((value, index) => (
          <ValueOption
            key={value.expression}
            id={`${list} ${index}`}
            value={value}
            live={live.get(value.expression)}
            isActive={index === active}
            onChoose={() => choose(value)}
          />
        ))}
      </div>
      {shown.length === 0 && <p className={classes.quiet}>No value of this name is known here.</p>}
    </Modal>
  );
}

function ValueOption(props: {
  readonly id: string;
  readonly value: OfferedValue;
  readonly live: string | undefined;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}) {
  const { value, live } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field; the list is walked by its arrows
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field chooses
    <div id={props.id} role="option" aria-selected={props.isActive} className={classes.option} onClick={props.onChoose}>
      <span className={classes.kind}>
        <ValueTypeIcon value={value} />
      </span>
      <span className={classes.names}>
        <span>{value.label}</span>
        <code className={classes.path}>{value.expression}</code>
      </span>
      <span className={classes.live}>{live === undefined ? "" : live === "" ? "empty" : live}</span>
    </div>
  );
}
