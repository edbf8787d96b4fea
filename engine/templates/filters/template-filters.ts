import type { ExpressionFilter } from "../../expressions/filter.ts";
import { dateFormats } from "../format/date-format.ts";
import type { FilterSettings } from "./filter-type.ts";
import { filterTypes } from "./registry.ts";

export type TemplateFilters = Readonly<Record<string, ExpressionFilter>>;

/** Every filter in the form of the expression language, for an app's language and time zone. */
export function templateFilters(settings: { readonly locale: string; readonly timeZone: string }): TemplateFilters {
  const key = `${settings.locale} ${settings.timeZone} ${filterTypes.length}`;
  const known = cache.get(key);
  if (known) return known;
  const all = filterSettings(settings);
  const filters = Object.create(null) as Record<string, ExpressionFilter>;
  for (const type of filterTypes) {
    const { name, argument } = type;
    const check: ExpressionFilter["check"] = (input, given) => type.check(input, given, all);
    filters[name] = { name, argument, check, apply: type.prepare(all) };
  }
  if (cache.size >= 200) cache.clear();
  cache.set(key, filters);
  return filters;
}

/** A draft may name a language or a zone that this machine does not know; pages then use English and UTC. */
export function filterSettings(settings: { readonly locale: string; readonly timeZone: string }): FilterSettings {
  const locale = isKnownLocale(settings.locale) ? settings.locale : "en";
  const timeZone = isKnownTimeZone(settings.timeZone) ? settings.timeZone : "UTC";
  return { locale, timeZone, dates: dateFormats(locale, timeZone) };
}

const isKnownLocale = (locale: string): boolean =>
  isAccepted(() => Intl.DateTimeFormat.supportedLocalesOf([locale]).length > 0);

const isKnownTimeZone = (timeZone: string): boolean =>
  isAccepted(() => new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "");

/** Intl throws a RangeError for an unknown language or zone. */
function isAccepted(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}

/** Making formats costs milliseconds, and many apps share few languages and zones. */
const cache = new Map<string, TemplateFilters>();
