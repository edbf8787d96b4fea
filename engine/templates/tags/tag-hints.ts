/**
 * Tags that people expect from other systems, and what to write here. A test checks that the tags, filters and
 * functions named here exist.
 */
export const tagHints: Readonly<Record<string, string>> = {
  load: "Nothing has to be loaded: every tag and filter is there.",
  autoescape: "Values are always escaped for the place where they stand.",
  now: 'Use request.time with the date filter: {{ request.time|date:"Y" }}.',
  static: "Write the address of the file itself; an app serves no files of its own yet.",
  ifequal: "Write {% if a == b %}.",
  ifnotequal: "Write {% if a != b %}.",
  set: "Write {% with name=value %} … {% endwith %}.",
  macro: 'Put the part into a template of its own and include it with {% include "part.html" with name=value %}.',
  csrf_token: "Pages have no forms that write yet.",
};
