import type { FieldId, FormFieldId, FormLinesId } from "../../definition/ids.ts";
import { objectOf, scalar, type ValueType } from "../../value-types/value-type.ts";

/** The forms that a template may place, by name; the form of its own view has none. Made by engine/views. */
export interface FormScope {
  find(name: string | undefined): FormInScope | undefined;
  readonly names: readonly string[];
}

export interface FormInScope {
  /** Under which a rendering finds the form. */
  readonly key: string;
  readonly fields: readonly string[];
  /** The fields of the model among them. */
  readonly fieldIds: ReadonlyMap<string, FieldId>;
  /** Lists of linked rows among them, by the relation that makes them. */
  readonly listIds: ReadonlyMap<string, FieldId>;
  /** The records of the form's fields and lines; a form of all fields has none. */
  readonly recordIds: ReadonlyMap<string, FormFieldId | FormLinesId>;
  /** Its lines by name; in each the fields of a row, under names of their own. Rows have none. */
  readonly lines: ReadonlyMap<string, FormInScope>;
  /** Those that must be sent. */
  readonly required: readonly string[];
  /** Why the form cannot stand on this page; a sentence. */
  readonly refusal?: string;
}

/** A form while a page is rendered: each part as HTML. */
export interface FormWriter {
  /** What takes the place of the whole form: it was sent, or its row is in conflict. */
  readonly instead: string | undefined;
  open(): string;
  errors(): string;
  field(name: string): string;
  /** The fields that are not placed, in the form's order. */
  rest(placed: ReadonlySet<string>): string;
  submit(label: string | undefined): string;
  /** Lines that are placed one by one; each row is a form of its own fields. */
  lines(name: string): LinesWriter | undefined;
  close(): string;
  /** `form` in templates. */
  readonly state: FormValues;
}

export interface LinesWriter {
  open(): string;
  readonly rows: readonly FormWriter[];
  close(): string;
}

export interface FormValues {
  readonly is_sent: boolean;
  readonly is_done: boolean;
  readonly has_errors: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
}

/** The name under which a rendering is given its forms; no name of a builder's begins so. */
export const FORMS_INPUT = "_forms";
export type FormWriters = ReadonlyMap<string, FormWriter>;

export const formType = ({ fields }: FormInScope): ValueType => {
  const texts = objectOf(Object.fromEntries(fields.map((name) => [name, scalar("text")])));
  const flag = scalar("bool");
  return objectOf({ is_sent: flag, is_done: flag, has_errors: flag, values: texts, errors: texts });
};
