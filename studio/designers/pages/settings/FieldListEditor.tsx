import { ActionIcon } from "@mantine/core";
import { IconGripVertical, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Arranged } from "#engine/page-settings/field-list";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { useMay } from "../../../session/use-may.ts";
import { itemLabel } from "./item-label.ts";
import classes from "./settings.module.css";
import type { ShownList } from "./use-page-settings.ts";

interface Props {
  /** "Columns". */
  readonly title: string;
  /** "column". */
  readonly noun: string;
  readonly shown: ShownList;
}

/** What is shown of each row, in its order: items are dragged or moved with Alt and an arrow, taken out and added. */
export function FieldListEditor({ title, noun, shown }: Props) {
  const { list, offered, arrange } = shown;
  const canEdit = useMay()("edit");
  const items = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number>();
  const [said, setSaid] = useState("");
  const labels = list.items.map((item, index) => itemLabel(item, `${noun} ${index + 1}`));
  const all = list.items.map((_, index) => index);
  const focus = (index: number) =>
    requestAnimationFrame(() => items.current?.querySelectorAll<HTMLElement>("[data-item]")[index]?.focus());

  const put = (order: readonly Arranged[], sentence: string, next: number) => {
    if (!arrange(order, sentence)) return;
    setSaid("");
    focus(Math.max(0, next));
  };
  const move = (from: number, to: number) => {
    if (to < 0 || to >= all.length || to === from) return;
    const rest = all.filter((index) => index !== from);
    put(
      [...rest.slice(0, to), from, ...rest.slice(to)],
      `Move ${noun} ${labels[from]} to place ${to + 1} of ${all.length}`,
      to,
    );
  };
  const remove = (at: number) => {
    if (all.length <= list.least) return setSaid(`The last ${noun} stays.`);
    put(
      all.filter((index) => index !== at),
      `Remove ${noun} ${labels[at]}`,
      Math.min(at, all.length - 2),
    );
  };
  const onKey = (index: number, event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && event.altKey) move(index, index + step);
    else if (step !== 0) focus(Math.min(all.length - 1, Math.max(0, index + step)));
    else if (event.key === "Delete" || event.key === "Backspace") remove(index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className={classes.section} aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      {all.length > 0 && (
        <ol ref={items} className={classes.items}>
          {all.map((index) => (
            <li
              key={`${labels[index]} ${index}`}
              className={classes.item}
              data-dragged={index === dragged || undefined}
              draggable={canEdit}
              onDragStart={() => setDragged(index)}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== undefined) move(dragged, index);
                setDragged(undefined);
              }}
            >
              <span className={classes.grip} aria-hidden="true">
                <IconGripVertical size={14} stroke={1.5} />
              </span>
              <button
                type="button"
                data-item
                className={classes.name}
                aria-label={`${labels[index]}, ${index + 1} of ${all.length}`}
                aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
                onKeyDown={(event) => onKey(index, event)}
              >
                {labels[index]}
              </button>
              {canEdit && all.length > list.least && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`Remove ${noun} ${labels[index]}`}
                  onClick={() => remove(index)}
                >
                  <IconX size={14} stroke={1.5} aria-hidden />
                </ActionIcon>
              )}
            </li>
          ))}
        </ol>
      )}
      {offered.length > 0 && (
        <PlainSelect
          aria-label={`Add a ${noun}`}
          value=""
          onChange={(event) => {
            const added = offered.find(({ field }) => field.id === event.currentTarget.value);
            if (added) put([...all, added.source], `Add ${noun} ${added.field.label}`, all.length);
          }}
        >
          <option value="">Add a {noun} …</option>
          {offered.map(({ field }) => (
            <option key={field.id} value={field.id}>
              {field.label}
            </option>
          ))}
        </PlainSelect>
      )}
      <div role="status" className="visually-hidden">
        {said}
      </div>
    </section>
  );
}
