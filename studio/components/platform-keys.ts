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

/** Somebody is typing: single-letter shortcuts must keep away, and undo is the input's own. A switch takes no letters. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(textInputs));
}
