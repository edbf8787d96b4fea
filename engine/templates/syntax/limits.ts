/** The characters of one `{{ … }}` or `{% … %}` at most: so the scanner's time is linear in the source. */
export const MAX_TAG = 4_000;
