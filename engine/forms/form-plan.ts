import type { Collection, LinkedCollection } from "../definition/collections.ts";
import type { FormFieldId, FormLinesId, ModelId, RouteId } from "../definition/ids.ts";
import type { JsonValue } from "../definition/json.ts";
import type { FieldRecord, LooseFieldType } from "../definition/records/field.ts";
import type { FormAction, FormProtection } from "../definition/records/form.ts";
import type { ListedValue } from "../field-types/field-uses.ts";
import type { User } from "../principal.ts";
import type { RouteParameters } from "../routing/compile-routes.ts";

/**
 * A form as the engine uses it: derived from a model, or read from a `form` record. What the server accepts is decided
 * here alone; a page may leave fields out, and can add none.
 */
export interface FormPlan {
  /** The record's name; `~book.create` for a derived form, which no name of a builder's can be. */
  readonly key: string;
  /** Unique in a page; ids of its inputs begin with it. */
  readonly domId: string;
  /** The name of the form record: `request.form` in rules. A derived form has none there. */
  readonly recordName?: string;
  readonly label: string;
  readonly action: FormAction;
  readonly modelId: ModelId;
  readonly fields: readonly FormField[];
  /** Rows that belong to the row and are written with it. */
  readonly lines: readonly FormLines[];
  /** Values that the form gives to fields by itself, never from the body. */
  readonly fixed: readonly FixedValue[];
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
  | { readonly to: "usual" }
  | { readonly to: "message"; readonly text: string }
  | { readonly to: "same" }
  | { readonly to: "route"; readonly routeId: RouteId; readonly parameters: Readonly<Record<string, FormExpression>> };

/** An expression of a form, compiled. An absent value is null, and so is an error. */
export type FormExpression = (facts: FormFacts) => JsonValue;

/** What a form's expressions read: never what was sent. */
export interface FormFacts {
  readonly params: RouteParameters;
  readonly user: User | null;
  /** RFC 3339 with Z. */
  readonly time: string;
  /** The row that is changed or deleted; once it was written, the row as it is then. */
  readonly record: Readonly<Record<string, JsonValue>> | undefined;
}

export interface FixedValue {
  readonly field: FormField;
  readonly value: FormExpression;
}

export interface FormField {
  /** Its name in the body. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly type: LooseFieldType;
  /** Of the model. Without it and a list it is a field of the form alone. */
  readonly field?: FieldRecord;
  /** A list of linked rows: its value is their keys. */
  readonly list?: LinkedCollection;
  /** The row of lines that it stands in, and its name there. */
  readonly line?: { readonly list: string; readonly row: string; readonly name: string };
  /** Of lines: only new rows ask for it, since the caller may set it and not read what a stored row has. */
  readonly isOfNewRows?: true;
  /** The record that makes it part of the form; absent in a derived form. */
  readonly recordId?: FormFieldId;
  readonly choices: readonly ListedValue[];
  /** The model that a relation points to, or whose rows are in a list. */
  readonly target?: ModelId;
  /** The text of the field type's JSON default, as a new form shows it. */
  readonly default?: FieldRecord["default"];
  readonly required: boolean;
  /** A body without it is refused, not only one in which it is empty: leaving its input out must not be a way around it. */
  readonly mustBeSent: boolean;
  readonly isReadOnly: boolean;
  /** A list of which only the first rows are shown. */
  readonly isCut?: boolean;
  /** The name of a widget that is not the one of its type. */
  readonly widget?: string;
  /** The value that a new form starts with. */
  readonly initial?: FormExpression;
  /** `?author=3` fills it in. */
  readonly fromAddress: boolean;
}

/** Rows that belong to the row of a form and are written with it: the items of an order. */
export interface FormLines {
  /** The name of the collection; names in the body are `items.r12.quantity` and `items.n1.quantity`. */
  readonly name: string;
  readonly label: string;
  /** What one of them is called. */
  readonly rowLabel: string;
  readonly collection: Collection;
  /** As a row asks for them: names without the row. */
  readonly fields: readonly FormField[];
  readonly canAdd: boolean;
  /** The place of each in their order by hand. */
  readonly position?: FieldRecord;
  /** Rows that are stored are only shown. */
  readonly areStoredReadOnly?: true;
  readonly canDelete: boolean;
  /** With fewer or more rows the form is refused. */
  readonly min: number;
  readonly max: number;
  /** There are more rows than are read. */
  readonly isCut?: boolean;
  /** Empty rows that a form has when it is opened. */
  readonly blank: number;
  /** The record that makes them part of the form; absent in a derived form. */
  readonly recordId?: FormLinesId;
}
