/**
 * Tags that people expect from other systems, and what to write here. A test checks that the tags, filters and
 * functions named here exist.
 */
const tagHints: Readonly<Record<string, string>> = {
  load: "Nothing has to be loaded: every tag and filter is there.",
  autoescape:
    "Escaping cannot be turned off or on: every value is escaped for the place where it stands. Remove the tag; HTML belongs into the template.",
  filter: "Write the filter at each value: {{ record.name|upper }}.",
  partial: 'Put the part into a template of its own: {% include "part.html" %}.',
  partialdef: 'Put the part into a template of its own: {% include "part.html" %}.',
  static: "Write the address of the file itself; an app serves no files of its own yet.",
  translate: "Write the text itself, in the app's language.",
  trans: "Write the text itself, in the app's language.",
  blocktranslate: "Write the text itself, in the app's language; for plural forms use the filter pluralize.",
  localize: "Numbers and dates take the form of the app's language by their filters: value|number.",
  localtime: "Times are shown in the app's time zone.",
  timezone: "Times are shown in the app's time zone.",
  templatetag: "Braces are text between {% verbatim %} and {% endverbatim %}.",
  widthratio: "Calculate it: {{ value * 100 / most }}.",
  lorem: "Write the text itself.",
  debug: "The editor shows the names that are known and their types.",
  ifequal: "Write {% if a == b %}.",
  ifnotequal: "Write {% if a != b %}.",
  set: "Write {% with name=value %} … {% endwith %}.",
  macro: 'Put the part into a template of its own and include it with {% include "part.html" with name=value %}.',
};

/** Also for the end of such a tag. */
export const tagHint = (name: string): string | undefined => {
  const begun = name.startsWith("end") ? name.slice(3) : name;
  return Object.hasOwn(tagHints, begun) ? tagHints[begun] : undefined;
};
