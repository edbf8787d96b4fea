/**
 * JSON without losing digits (docs/mechanics.md, 11): an integer beyond 2^53 becomes a string instead of a wrong number.
 * Nearly every answer has none, so the text is only taken apart when it holds sixteen digits in a row.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? quoteLargeIntegers(text) : text);
}

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const quoteLargeIntegers = (text: string): string =>
  text.replace(STRING_OR_NUMBER, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
