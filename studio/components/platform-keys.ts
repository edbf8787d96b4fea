/** Whether ⌘ is the modifier: keys are drawn, and read, as the person's keyboard has them. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

type Keys = Pick<KeyboardEvent, "metaKey" | "ctrlKey" | "altKey" | "shiftKey">;

export const hasCommandKey = (event: Keys): boolean =>
  (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) && !event.altKey;
export const hasNoModifier = (event: Keys): boolean => !event.metaKey && !event.ctrlKey && !event.altKey;

const textInputs = [
  "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file], [type=range])",
  "textarea",
  "select",
  "[role=combobox]",
  "[role=textbox]",
].join();

/** The focus is in a text input: undo is the input's own. A switch takes no letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(textInputs));
}

/**
 * The focused element uses letters itself: a text input, a grid in which typing edits the cell, or a list that one types
 * into to find an item. Shortcuts of a single character do nothing there.
 */
export function takesLetters(target: EventTarget | null): boolean {
  if (isTyping(target)) return true;
  return target instanceof HTMLElement && target.closest("[role=grid], [role=menu], [role=listbox]") !== null;
}
