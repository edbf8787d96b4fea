import type { FilterArgument, FilterCheck } from "../../expressions/filter.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import type { DateFormats } from "../format/date-format.ts";

/**
 * One filter of templates: everything the product knows about it, in one value. Adding a filter is adding a file here
 * and a line in registry.ts; docs/templates.md lists the same filters, which a test holds.
 */
export interface FilterType {
  readonly name: string;
  /** `truncatechars:20`, for documentation and completion. */
  readonly example: string;
  /** One sentence for the same. */
  readonly summary: string;
  readonly argument: "none" | "optional" | "required";
  /** What people most want as its argument, for completion. */
  readonly argumentWords?: readonly { readonly word: string; readonly example: string }[];
  /** Its result is HTML that is already escaped, so it stands last, between tags only. */
  readonly givesHtml?: true;
  /** Its result is encoded for an address, so it is not encoded again there. */
  readonly givesUrlPart?: true;
  /** It gives one item of a list: what is read of that item can still be followed. */
  readonly picksItem?: true;
  /** What comes out for these types, or why not. */
  check(input: ValueType, argument: FilterArgument | undefined, settings: FilterSettings): FilterCheck;
  /** Made once for a language and a time zone. */
  prepare(settings: FilterSettings): ApplyFilter;
  /** Instead, for a value that comes from a field with choices: by what people read for each stored value. */
  prepareForChoices?(labels: Readonly<Record<string, string>>): ApplyFilter;
}

/** Given absent values too, as null; a record as its title. Must not throw. */
export type ApplyFilter = (input: unknown, argument: unknown) => unknown;

/** What filters need of the app they run in. */
export interface FilterSettings {
  readonly locale: string;
  readonly timeZone: string;
  readonly dates: DateFormats;
}
