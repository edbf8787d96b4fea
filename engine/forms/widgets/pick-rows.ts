import { escapeHtml } from "../../templates/render/escaping.ts";
import { attributes } from "./markup.ts";
import type { FieldOptions, OptionRow, WidgetInput } from "./widget.ts";

/** So many of the rows that were found are shown. */
export const MAX_FOUND = 20;
/** The name of the buttons that change a form without sending it. */
export const DO_INPUT = "_do";
/** The value of the button that Enter means. */
export const ENTER = "enter";
/** The input in which the title of a row is typed. */
export const searchOf = (name: string): string => `${name}.find`;
/** The text that was looked for, so that Enter does not look for it twice. */
export const searchedFor = (name: string): string => `${name}.found`;
/** The value of the button that looks for it. */
export const findAction = (name: string): string => `find:${name}`;

/** The title of a row, as far as the options know it. */
export function titleIn(options: FieldOptions, key: string): string | undefined {
  if (options.kind === "none") return undefined;
  const rows = options.kind === "few" ? options.rows : (options.found ?? []);
  return [...rows, ...(options.chosen ?? [])].find((row) => row.key === key)?.title;
}

/** A row that the caller may not read is known by its key alone. */
export const titleOrKey = (options: FieldOptions, key: string): string => titleIn(options, key) ?? `№ ${key}`;

interface Picked {
  readonly type: "radio" | "checkbox";
  readonly keys: readonly string[];
  /** What a radio without a row says; none when one must be chosen. */
  readonly none?: string;
}

/** The chosen rows and those that were found, and beneath them what finds others: it needs no script. */
export function pickRows(input: WidgetInput, picked: Picked): string {
  const { options, texts, search, id, field } = input;
  const found = options.kind === "none" ? undefined : options.found;
  const fresh = (found ?? []).slice(0, MAX_FOUND).filter(({ key }) => !picked.keys.includes(key));
  const rows = [...picked.keys.map((key) => ({ key, title: titleOrKey(options, key) })), ...fresh];
  const none = picked.none === undefined ? [] : [{ key: "", title: picked.none }];
  const boxes = rowBoxes(input, picked, [...rows, ...(rows.length > 0 ? none : [])]);
  const name = searchOf(field.name);
  const message =
    found === undefined
      ? ""
      : found.length === 0
        ? texts.find.nothing(search ?? "")
        : found.length > MAX_FOUND
          ? texts.find.more(String(MAX_FOUND))
          : "";
  const note = message === "" ? "" : `<p class="help" role="status">${escapeHtml(message)}</p>`;
  const text = attributes({
    type: "text",
    id: rows.length > 0 ? `${id}-find` : id,
    name,
    value: search,
    autocomplete: "off",
    "aria-label": texts.find.label(field.label),
    placeholder: texts.find.label(field.label),
  });
  const button = attributes({
    type: "submit",
    class: "button",
    name: DO_INPUT,
    value: findAction(field.name),
    formnovalidate: true,
    "aria-label": texts.find.label(field.label),
  });
  const last =
    found === undefined ? "" : `<input${attributes({ type: "hidden", name: searchedFor(field.name), value: search })}>`;
  return `${boxes}${last}${note}<div class="find"><input${text}${input.described}><button${button}>${escapeHtml(texts.find.button)}</button></div>`;
}

/** A radio or a checkbox for each row, after an empty input: without a choice the name is sent all the same. */
export function rowBoxes(input: WidgetInput, { type, keys }: Picked, rows: readonly OptionRow[]): string {
  const { id, field, described } = input;
  const boxes = rows.map(({ key, title }, index) => {
    const checked = key === "" ? keys.length === 0 : keys.includes(key);
    const own = attributes({
      type,
      id: index === 0 ? id : `${id}-${index + 1}`,
      name: field.name,
      value: key,
      checked,
    });
    return `<label class="option"><input${own}${described}> <span>${escapeHtml(title)}</span></label>`;
  });
  return `<input${attributes({ type: "hidden", name: field.name, value: "" })}>${boxes.join("")}`;
}
