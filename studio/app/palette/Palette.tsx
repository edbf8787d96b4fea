import { Modal } from "@mantine/core";
import { type ComponentType, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { Kbd } from "../../components/Kbd.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import classes from "./Palette.module.css";
import { type PaletteItem, searchPalette } from "./palette-search.ts";
import { useItemsEverywhere } from "./use-items-everywhere.ts";
import { usePaletteItems } from "./use-palette-items.ts";

/** Inside an app: its records, places and actions besides what is known everywhere. */
export function Palette() {
  return <PaletteWindow Body={BodyOfApp} />;
}

/** Home, workspace and account. */
export function PaletteOutside() {
  return <PaletteWindow Body={BodyOutside} />;
}

const BodyOfApp = ({ close }: { readonly close: () => void }) => (
  <PaletteBody items={usePaletteItems()} close={close} />
);
const BodyOutside = ({ close }: { readonly close: () => void }) => (
  <PaletteBody items={useItemsEverywhere()} close={close} />
);

/** ⌘K: everything that has a place, and everything that can be done, by typing a part of its name. */
function PaletteWindow({ Body }: { readonly Body: ComponentType<{ readonly close: () => void }> }) {
  const isOpen = useUiStore((ui) => ui.isPaletteOpen);
  const setOpen = useUiStore((ui) => ui.setPaletteOpen);
  return (
    <Modal.Root
      opened={isOpen}
      onClose={() => setOpen(false)}
      size={600}
      yOffset="12vh"
      transitionProps={{ duration: 100, transition: "fade" }}
    >
      <Modal.Overlay />
      <Modal.Content radius="lg" aria-label="Find anything" className={classes.window ?? ""}>
        <Body close={() => setOpen(false)} />
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteBody(props: { readonly items: readonly PaletteItem[]; readonly close: () => void }) {
  const { items, close } = props;
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = useMemo(() => searchPalette(items, text), [items, text]);
  const current = Math.min(at, found.length - 1);
  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    close();
    item.run();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      run(found[current]);
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((current + (event.key === "ArrowDown" ? 1 : found.length - 1)) % Math.max(found.length, 1));
    }
  };
  return (
    <>
      <input
        className={classes.input}
        data-autofocus
        role="combobox"
        aria-label="Find anything"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found[current] ? optionId(listId, current) : undefined}
        placeholder="Go to a place, a model, a field, or do something"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={pressed}
      />
      <FoundList id={listId} found={found} current={current} onPoint={setAt} onRun={run} />
      {found.length === 0 ? (
        <p className={classes.none} role="status">
          Nothing is called “{text}”.
        </p>
      ) : null}
    </>
  );
}

const optionId = (listId: string, index: number): string => `${listId}-${index}`;

/** What was found, in groups; the current one is kept in sight. */
function FoundList(props: {
  readonly id: string;
  readonly found: readonly PaletteItem[];
  readonly current: number;
  readonly onPoint: (index: number) => void;
  readonly onRun: (item: PaletteItem) => void;
}) {
  const { id, found, current, onPoint, onRun } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(optionId(id, current))}`)?.scrollIntoView({ block: "nearest" });
  }, [current, id]);
  return (
    <div ref={list} className={classes.list} role="listbox" id={id} aria-label="Found">
      {found.map((item, index) => (
        <div key={item.id} role="presentation">
          {item.group === found[index - 1]?.group ? null : (
            <div className={classes.group} role="presentation">
              {item.group}
            </div>
          )}
          <div
            id={optionId(id, index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={classes.item}
            onMouseMove={() => onPoint(index)}
            onMouseDown={(event) => {
              event.preventDefault();
              onRun(item);
            }}
          >
            <item.icon size={16} stroke={1.5} aria-hidden="true" />
            <span className={classes.label}>{item.label}</span>
            {item.of ? <span className={classes.of}>{item.of}</span> : null}
            {item.keys ? <Kbd keys={item.keys} /> : null}
          </div>
        </div>
      ))}
    </div>
  );
}
