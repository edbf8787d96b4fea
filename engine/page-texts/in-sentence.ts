/** "Movies" → "movies" inside a sentence; "NASA missions" stays. */
export const inSentence = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLocaleLowerCase("en") + label.slice(1) : label;
