/**
 * Descriptions in OpenAPI are CommonMark, and labels and help texts can be any text: this escapes every character that
 * could start markup.
 */
export const markdownText = (text: string): string =>
  text
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] as string)
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replace(/\s+/g, " ");

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A code span, for what can stand in one as it is; the rest as text. */
export const markdownCode = (text: string): string =>
  /^[\w.,:;/@+-]+(?: [\w.,:;/@+-]+)*$/.test(text) ? `\`${text}\`` : markdownText(text);
