import type { AppSettings, DefinitionRecord, RecordOf } from "../definition/app-definition.ts";
import type { RecordKind } from "../definition/id-prefixes.ts";
import type { FieldId, FormId, ModelId, RecordId, StepId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { QueryRecord } from "../definition/records/query.ts";
import type { FilePlace, PropertyOf } from "./file-place.ts";
import type { SourceRenames } from "./source-renames.ts";

/** What can be edited: the kinds of records, and the settings, of which an app has one. */
export type EditableKind = RecordKind | "settings";
export type EditableRecord = DefinitionRecord | AppSettings;
export type EditableOf<Kind extends EditableKind> = Kind extends RecordKind ? RecordOf<Kind> : AppSettings;

/**
 * All facts of one kind of record besides its shape (engine/definition). Ownership, references, renames, where-used,
 * undo, files, checks and the words for people are derived from these facts, so none of them can forget a kind that is
 * in the registry.
 */
export interface KindFacts<Whole extends object> {
  /** What people call the kind, in the middle of a sentence: "field". */
  readonly noun: string;
  /** One record as people call it: `field Price`, `route /books/`, `the read rule`. */
  describe(record: Whole): string;
  /** Deleting the owner deletes the record in the same batch. */
  readonly owner?: Ownership<Whole>;
  /** Properties that are set when the record is created and never again; the owner's, unless it moves, is one without being named. */
  readonly fixed?: readonly PropertyOf<Whole>[];
  /** An owner has at most one record of the kind for each text; creating another takes the place of the first. */
  onlyOnePer?(record: Whole): string;
  /** The records that it names by id, besides its owner. */
  references(record: Whole): readonly RecordReference[];
  /** The expressions that it holds. */
  expressions(record: Whole): readonly ExpressionSlot[];
  /**
   * Texts so long that losing one to a later writer would lose work: they are compared before they are set, and merged
   * by lines.
   */
  readonly longTexts: readonly PropertyOf<Whole>[];
  /**
   * What sources must call differently once the record is `after` and no longer `before`; absent for kinds that sources
   * cannot name. A property that sources do not use changes nothing.
   */
  rename?(before: Whole, after: Whole): SourceRenames;
  /** Whether compiled pages depend on it. A release that changes none that they see takes the pages over. */
  readonly isSeenByPages: boolean;
  readonly file: FilePlace<Whole>;
}

export interface Ownership<Whole extends object> {
  /** The property that holds the owner's id. */
  readonly property: PropertyOf<Whole>;
  /** What may own it. */
  readonly kinds: readonly RecordKind[];
  /** Whether an update may name another owner. Without it a record keeps its owner for ever. */
  readonly canChange?: boolean;
  /** Where the owner's id is not the whole value of the property. */
  readonly within?: OwnerWithin<Whole>;
}

type Entry = Readonly<Record<string, unknown>>;

/** An owner that is said inside a property which holds more. */
export interface OwnerWithin<Whole extends object> {
  /** Of a record, or of those of its properties that an edit sets. */
  of(properties: Partial<Whole>): RecordId | undefined;
  /** Properties that the place in an app's files says. */
  readonly leftOut: readonly PropertyOf<Whole>[];
  /** Without what the place in the files says. */
  toFile(properties: Entry): Entry;
  /** With it again; the owners from the outside inwards. */
  fromFile(entry: Entry, owners: readonly string[]): Entry;
}

/** Where a record names another by id. Names inside sources are found by engine/edits/where-used.ts. */
export interface RecordReference {
  readonly to: RecordId;
  /** The property that names it. */
  readonly property: string;
}

/** An expression inside a record. */
export interface ExpressionSlot {
  /** The property that holds it, and the way inwards when it is nested. */
  readonly path: readonly [string, ...string[]];
  readonly source: string;
  /** What it may name. Scopes are named here and made by engine/expressions, so that no import points back. */
  readonly scope: SlotScope;
  /**
   * A condition on callers and rows; a condition that selects rows; a title: text with expressions between double
   * braces; or a value.
   */
  readonly use: "rule" | "where" | "title" | "value";
  /** What the expression decides, at the start of a sentence: "Who may read Book". */
  about(reader: DefinitionReader): string;
}

export type SlotScope =
  | { readonly name: "rule" | "validation" | "formula"; readonly modelId: ModelId }
  /** That of a rule of the field's model. */
  | { readonly name: "fieldRule"; readonly fieldId: FieldId }
  /** One row alone, without who asks. */
  | { readonly name: "row"; readonly modelId: ModelId }
  /** Of a relation: the row that holds it and the row that it points to. */
  | { readonly name: "choices"; readonly modelId: ModelId; readonly targetId: ModelId }
  | { readonly name: "route" }
  | { readonly name: "query"; readonly modelId: ModelId; readonly parameters: QueryRecord["parameters"] }
  /** What is known when a step runs; with a model also `record`, a row of it. */
  | { readonly name: "step"; readonly stepId: StepId; readonly modelId?: ModelId }
  /** Before a form is written, and after. */
  | { readonly name: "form" | "formDone"; readonly formId: FormId };
