import type { KeyboardEvent } from "react";

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Arrow keys, Home and End in the table: one of its buttons is in the order of the Tab key. A row without the column
 * (that of a field has fewer) takes the nearest to the left.
 */
export function moveInGrid(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLButtonElement)) return;
  const row = event.target.closest("tr");
  const rows = [...event.currentTarget.querySelectorAll("tbody tr")];
  if (!row || !rows.includes(row)) return;
  const buttons = buttonsOf(row);
  const next = nextButton(event.key, { rows, row, buttons, from: event.target });
  if (!next) return;
  event.preventDefault();
  next.focus();
}

const buttonsOf = (row: Element): readonly HTMLButtonElement[] => [...row.querySelectorAll("button")];

function nextButton(
  key: string,
  at: {
    readonly rows: readonly Element[];
    readonly row: Element;
    readonly buttons: readonly HTMLButtonElement[];
    readonly from: HTMLButtonElement;
  },
): HTMLButtonElement | undefined {
  if (key === "Home") return at.buttons[0];
  if (key === "End") return at.buttons.at(-1);
  const step = STEPS[key];
  if (!step) return undefined;
  const [down, right] = step;
  if (right !== 0) return at.buttons[at.buttons.indexOf(at.from) + right];
  const target = at.rows[at.rows.indexOf(at.row) + down];
  if (!target) return undefined;
  const left = at.from.getBoundingClientRect().left;
  const near = buttonsOf(target).filter((button) => button.getBoundingClientRect().left <= left + 1);
  return near.at(-1) ?? buttonsOf(target)[0];
}

/** The button that has or had the focus is the one that Tab reaches. */
export function keepTabStop(table: HTMLTableElement | null, chosen?: Element | null): void {
  const buttons = [...(table?.querySelectorAll<HTMLButtonElement>("tbody button") ?? [])];
  const stop = buttons.find((button) => button === chosen) ?? buttons.find(({ tabIndex }) => tabIndex === 0);
  const kept = stop ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === kept ? 0 : -1;
}
