/**
 * Filters that people expect from other systems, and what to write here. A test checks that the filters and functions
 * named here exist.
 */
export const filterHints: Readonly<Record<string, string>> = {
  safe: "Values are always escaped; HTML belongs into templates.",
  escape: "Values are always escaped; leave the filter out.",
  striptags: "Values are always escaped; tags are shown as text.",
  raw: "Values are always escaped; HTML belongs into templates.",
  json: "Put single values into data attributes.",
  json_script: "Put single values into data attributes.",
  add: "Write a + b.",
  cut: "Letters cannot be taken out of a text in a template; keep it in a field without them.",
  default_if_none: "Write value|default.",
  intcomma: "Write value|number.",
  divisibleby: "Write a % b == 0.",
  localtime: "Times are shown in the app's time zone.",
  length_is: "Write items|length == 2.",
};
