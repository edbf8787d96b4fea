import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { AppSummary } from "#contract/http/apps";
import { appsQuery } from "../../api/queries.ts";
import { Kbd } from "../../components/Kbd.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";
import classes from "./Palette.module.css";
import { type PaletteItem, searchPalette } from "./palette-search.ts";
import { type FoundRows, useFoundRows } from "./use-found-rows.ts";
import { useItemsEverywhere } from "./use-items-everywhere.ts";
import { usePaletteItems } from "./use-palette-items.ts";

/** Inside an app: its records, places, rows and actions besides what is known everywhere. */
export function Palette() {
  return <PaletteWindow Body={BodyOfApp} />;
}

/** Home, workspace and account. */
export function PaletteOutside() {
  return <PaletteWindow Body={BodyOutside} />;
}

function BodyOfApp({ close }: { readonly close: () => void }) {
  const app = useApp();
  const apps = useMemo(() => [app], [app]);
  return <PaletteBody items={usePaletteItems()} apps={apps} close={close} />;
}

function BodyOutside({ close }: { readonly close: () => void }) {
  const apps = useQuery(appsQuery).data ?? none;
  return <PaletteBody items={useItemsEverywhere()} apps={apps} close={close} />;
}

const none: readonly AppSummary[] = [];

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

function PaletteBody(props: {
  readonly items: readonly PaletteItem[];
  /** Where rows are looked for. */
  readonly apps: readonly AppSummary[];
  readonly close: () => void;
}) {
  const { items, apps, close } = props;
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const known = useMemo(() => searchPalette(items, text), [items, text]);
  const rows = useFoundRows(apps, text);
  const found = useMemo(() => [...known, ...rows.items], [known, rows.items]);
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
        placeholder="Go to a place, a model, a row, or do something"
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
      <Outcome text={text} count={found.length} rows={rows} />
    </>
  );
}

/** Said to those who do not see the list, and shown where it is empty or rows are missing from it. */
function Outcome(props: { readonly text: string; readonly count: number; readonly rows: FoundRows }) {
  const { text, count, rows } = props;
  const isEmpty = count === 0;
  const words =
    rows.failure !== undefined
      ? `Rows were not searched: ${rows.failure}`
      : rows.isSearching && isEmpty
        ? "Looking among the rows…"
        : isEmpty
          ? `Nothing is called “${text}”.`
          : `${count} found`;
  const isShown = isEmpty || rows.failure !== undefined;
  return (
    <p className={isShown ? classes.none : "visually-hidden"} role="status">
      {words}
    </p>
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
      {groupsOf(found).map(({ name, first, items }) => (
        // biome-ignore lint/a11y/useSemanticElements: options of a listbox are in groups; a fieldset is for inputs
        <div key={first} role="group" aria-label={name}>
          <div className={classes.group} aria-hidden="true">
            {name}
          </div>
          {items.map((item, index) => (
            <div
              key={item.id}
              id={optionId(id, first + index)}
              role="option"
              tabIndex={-1}
              aria-selected={first + index === current}
              className={classes.item}
              onMouseMove={() => onPoint(first + index)}
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
          ))}
        </div>
      ))}
    </div>
  );
}

/** Neighbours of one group together; `first` is the place of the first in the whole list. */
function groupsOf(found: readonly PaletteItem[]) {
  const groups: { name: string; first: number; items: PaletteItem[] }[] = [];
  found.forEach((item, index) => {
    const last = groups.at(-1);
    if (last?.name === item.group) last.items.push(item);
    else groups.push({ name: item.group, first: index, items: [item] });
  });
  return groups;
}
