/**
 * Filters that people expect from other systems, and what to write here. A test checks that the filters and functions
 * named here exist.
 */
export const filterHints: Readonly<Record<string, string>> = {
  safe: "Values are always escaped; HTML belongs into templates.",
  escape: "Values are always escaped; leave the filter out.",
  striptags: "Values are always escaped; tags are shown as text.",
  json: "Write value|json_script, or put single values into data attributes.",
  safeseq: "Values are always escaped; HTML belongs into templates.",
  escapejs: "Put the value into a data attribute.",
  raw: "Values are always escaped; HTML belongs into templates.",
  add: "Write a + b.",
  intcomma: "Write value|number.",
  divisibleby: "Write a % b == 0.",
  localtime: "Times are shown in the app's time zone.",
  stringformat: "Write value|number or value|floatformat for numbers, and value|date for dates.",
  naturaltime: "Write value|timesince.",
  length_is: "Write items|length == 2.",
};
