import { dateFormats } from "../format/date-format.ts";
import { dateFilters } from "./date-filters.ts";
import type { FilterSettings, TemplateFilter } from "./filter-kit.ts";
import { numberFilters } from "./number-filters.ts";
import { otherFilters } from "./other-filters.ts";
import { textFilters } from "./text-filters.ts";

export type TemplateFilters = Readonly<Record<string, TemplateFilter>>;

/** Every filter of templates, for an app's language and time zone. There is none that turns escaping off. */
export function templateFilters(settings: { readonly locale: string; readonly timeZone: string }): TemplateFilters {
  const key = `${settings.locale} ${settings.timeZone}`;
  const known = cache.get(key);
  if (known) return known;
  const all = filterSettings(settings);
  const filters = Object.create(null) as Record<string, TemplateFilter>;
  for (const filter of [...textFilters(all), ...numberFilters(all), ...dateFilters(all), ...otherFilters()])
    filters[filter.name] = filter;
  if (cache.size >= 200) cache.clear();
  cache.set(key, filters);
  return filters;
}

/** A draft may name a language or a zone that this machine does not know; pages are then in English and UTC. */
export function filterSettings(settings: { readonly locale: string; readonly timeZone: string }): FilterSettings {
  const locale = isKnownLocale(settings.locale) ? settings.locale : "en";
  const timeZone = isKnownTimeZone(settings.timeZone) ? settings.timeZone : "UTC";
  return { locale, timeZone, dates: dateFormats(locale, timeZone) };
}

const isKnownLocale = (locale: string): boolean =>
  isAccepted(() => Intl.DateTimeFormat.supportedLocalesOf([locale]).length > 0);

const isKnownTimeZone = (timeZone: string): boolean =>
  isAccepted(() => new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "");

/** Intl tells of what it does not know by throwing a RangeError. */
function isAccepted(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}

/** Making formats costs milliseconds, and few languages and zones serve many apps. */
const cache = new Map<string, TemplateFilters>();

/** Filters that people look for, and what to write here. */
export const filterHints: Readonly<Record<string, string>> = {
  safe: "Values are always escaped; HTML belongs into templates.",
  escape: "Values are always escaped; leave the filter out.",
  striptags: "Values are always escaped; tags are shown as text.",
  raw: "Values are always escaped; HTML belongs into templates.",
  json: "Put single values into data attributes.",
  json_script: "Put single values into data attributes.",
  add: "Write a + b.",
  cut: 'Use replace(text, "a", "").',
  default_if_none: "Write default.",
  intcomma: "Write number.",
  divisibleby: "Write a % b == 0.",
  localtime: "Times are shown in the app's time zone.",
  length_is: "Write items|length == 2.",
};
