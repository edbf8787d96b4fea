import type { ModelId } from "../definition/ids.ts";
import type { FieldRecord, LooseFieldType } from "../definition/records/field.ts";
import type { FormAction, FormProtection, FormSuccess as RecordSuccess } from "../definition/records/form.ts";
import type { ListedValue } from "../field-types/field-uses.ts";

/**
 * A form as the engine uses it: derived from a model, or read from a `form` record. What the server accepts is decided
 * here alone; a page may leave fields out, and can add none.
 */
export interface FormPlan {
  /** The record's name; `~book.create` for a derived form, which no name of a builder's can be. */
  readonly key: string;
  /** Unique in a page; ids of its inputs begin with it. */
  readonly domId: string;
  readonly label: string;
  readonly action: FormAction;
  readonly modelId: ModelId;
  readonly fields: readonly FormField[];
  /** Values that the form gives to fields by itself, never from the body. */
  readonly fixed: readonly { readonly name: string; readonly expression: string }[];
  readonly intro?: string;
  readonly submitLabel?: string;
  readonly success: FormSuccess;
  readonly protection: FormProtection;
  readonly nativeChecks: boolean;
  /** Changes with everything that a body is judged by. */
  readonly interfaceHash: string;
}

export type FormSuccess =
  /** The page of the row, else the list, else the page again with a message. */
  { readonly to: "usual" } | RecordSuccess;

export interface FormField {
  /** Its name in the body. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly type: LooseFieldType;
  /** Of the model; absent for a field of the form alone. */
  readonly field?: FieldRecord;
  readonly choices: readonly ListedValue[];
  /** The model that a relation points to. */
  readonly target?: ModelId;
  /** The text of the field type's JSON default, as a new form shows it. */
  readonly default?: FieldRecord["default"];
  readonly required: boolean;
  readonly isReadOnly: boolean;
  /** An expression whose value a new form starts with. */
  readonly initial?: string;
  /** `?author=3` fills it in. */
  readonly fromAddress: boolean;
}
