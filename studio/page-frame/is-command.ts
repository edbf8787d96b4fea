/** ⌘ on a Mac, Ctrl elsewhere. */
export const isCommand = ({ metaKey, ctrlKey }: KeyboardEvent): boolean => metaKey || ctrlKey;
