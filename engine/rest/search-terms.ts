const MAX_WORDS = 6;

/** The words of `search=`: all of them must be somewhere in the row's text. */
export const searchTerms = (text: string): readonly string[] =>
  text
    .replaceAll("\0", "")
    .slice(0, 300)
    .split(/\s+/u)
    .filter((word) => word !== "")
    .slice(0, MAX_WORDS);
