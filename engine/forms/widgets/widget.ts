import type { JsonValue } from "../../definition/json.ts";
import type { FormTexts, ValueWord } from "../../page-texts/forms/form-texts.ts";
import type { FormField } from "../form-plan.ts";

/** How one type of field is asked for and read: a file here and a line in registry.ts. */
export interface Widget {
  /** Several inputs under one heading: a fieldset and a legend take the place of the label. */
  isGroup?(field: FormField, options: FieldOptions): boolean;
  /** A checkbox stands before its label. */
  isCheckbox?(field: FormField): boolean;
  /** The HTML of the input or inputs. */
  render(input: WidgetInput): string;
  /** Reads what was typed; never empty, line breaks are \n. */
  read(text: string, reading: WidgetReading): ReadValue;
  /** What an empty input means; null unless said. */
  readonly empty?: (field: FormField) => JsonValue;
  /** A value as the input holds it. */
  text(value: JsonValue, words: WidgetWords): string;
  /** What the value should have been. */
  readonly word: ValueWord;
}

export type ReadValue =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly message: string; readonly asks?: "turn" };

/** What the app says of languages and time. */
export interface WidgetWords {
  readonly locale: string;
  readonly timeZone: string;
  readonly yes: string;
  readonly no: string;
  readonly texts: FormTexts;
}

export interface WidgetReading extends WidgetWords {
  readonly field: FormField;
  /** What the row holds, as the input shows it: a choice that was taken off the list stays while the row has it. */
  readonly held?: string | undefined;
  /** A further input of the same field: `when.turn`. */
  part(name: string): string | undefined;
}

export interface WidgetInput extends WidgetWords {
  readonly field: FormField;
  readonly id: string;
  /** As typed, or as `text` made it. */
  readonly value: string;
  readonly isRequired: boolean;
  /** ` aria-invalid="true" aria-describedby="…"`, ready to stand in a tag. */
  readonly described: string;
  readonly options: FieldOptions;
  /** The input asks a further question, as `read` said. */
  readonly asks: "turn" | undefined;
  /** What was typed to find rows. */
  readonly search: string | undefined;
}

/**
 * Rows that a relation or a list may be set to. `many`: more than can be shown, so they are found by title. `chosen` are
 * those that are chosen now, as far as the caller may read them.
 */
export type FieldOptions =
  | { readonly kind: "none" }
  | {
      readonly kind: "few";
      readonly rows: readonly OptionRow[];
      readonly chosen?: readonly OptionRow[];
      /** As of `many`, where even few are too many to show each. */
      readonly found?: readonly OptionRow[];
      /** Which rows these are depends on what other fields of the form hold. */
      readonly follows?: boolean;
    }
  | {
      readonly kind: "many";
      readonly chosen: readonly OptionRow[];
      /** By the search that was asked for: the first rows, and one more when there are more. */
      readonly found?: readonly OptionRow[];
    };

export interface OptionRow {
  readonly key: string;
  readonly title: string;
}
