import type { FilterArgument, FilterCheck } from "../../expressions/filter.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import type { DateFormats } from "../format/date-format.ts";

/**
 * One filter of templates: everything the product knows about it, in one value. To add a filter, add a file here and a
 * line in registry.ts; a test checks that docs/templates.md lists the same filters.
 */
export interface FilterType {
  readonly name: string;
  /** `truncatechars:20`, for documentation and completion. */
  readonly example: string;
  /** One sentence for documentation and completion. */
  readonly summary: string;
  readonly argument: "none" | "optional" | "required";
  /** The most common arguments, for completion. */
  readonly argumentWords?: readonly { readonly word: string; readonly example: string }[];
  /** Its result is HTML that is already escaped, so it must be the last filter, between tags only. */
  readonly givesHtml?: true;
  /** Its result is encoded for an address, so it is not encoded again there. */
  readonly givesUrlPart?: true;
  /** It returns one item of a list; reads of that item are still recorded. */
  readonly picksItem?: true;
  /** It returns a part of the list; reads of its items are still recorded. */
  readonly keepsItems?: true;
  /** Without an argument it compares with the time of the request. */
  readonly comparesWithNow?: true;
  /** The result type for these types, or why there is none. */
  check(input: ValueType, argument: FilterArgument | undefined, settings: FilterSettings): FilterCheck;
  /** Called once per language and time zone. */
  prepare(settings: FilterSettings): ApplyFilter;
  /** Used instead for a value of a field with choices, with the label of each stored value, and the colours of some. */
  prepareForChoices?(labels: Readonly<Record<string, string>>, colours: Readonly<Record<string, string>>): ApplyFilter;
}

/** Also called with absent values, as null; a record is passed as its title. Must not throw. */
export type ApplyFilter = (input: unknown, argument: unknown) => unknown;

/** The settings of the app that filters use. */
export interface FilterSettings {
  readonly locale: string;
  readonly timeZone: string;
  readonly dates: DateFormats;
}
