/** Whether ⌘ is the modifier: keys are drawn, and read, as the person's keyboard has them. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

type Keys = Pick<KeyboardEvent, "metaKey" | "ctrlKey" | "altKey" | "shiftKey">;

export const hasCommandKey = (event: Keys): boolean =>
  (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) && !event.altKey;
export const hasNoModifier = (event: Keys): boolean => !event.metaKey && !event.ctrlKey && !event.altKey;

/** Somebody is typing: single-letter shortcuts must keep away. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select, [role=combobox], [role=textbox]");
}
