/** The maximum length of one `{{ … }}` or `{% … %}`, so that the scanner's time is linear in the source. */
export const MAX_TAG = 4_000;
