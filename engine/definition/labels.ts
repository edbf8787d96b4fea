import * as z from "zod";

/** What people read. Anything but control characters; escaped wherever it is shown; never an identifier. */
export const labelSchema = z
  .string()
  .trim()
  .min(1, "A label is needed.")
  .max(200, "A label has at most 200 characters.")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  .regex(/^[^\u0000-\u001f\u007f]*$/u, "A label has no line breaks or control characters.");

export const helpTextSchema = z.string().max(2000);

/** An expression's source. Only its length is checked here; engine/checks checks its meaning. */
export const expressionSourceSchema = z.string().max(4000);
