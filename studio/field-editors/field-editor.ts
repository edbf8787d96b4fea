import type { Icon } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import type { JsonValue } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FieldRecord, LooseFieldType } from "#engine/definition/records/field";
import type { CellContext } from "../values/cell-text.ts";

export interface OptionsProps {
  readonly field: FieldRecord;
  readonly reader: DefinitionReader;
  /** The type with all its options: they are one property (docs/mechanics.md, 6). */
  readonly onChange: (type: LooseFieldType) => void;
  /** The same for an option that is typed: gives back why it was refused, to be shown beneath its input. */
  readonly attempt: (type: LooseFieldType) => string | undefined;
}

export interface ValueProps {
  /** Of the control, so that a label can name it. */
  readonly id?: string;
  /** For a control that no visible label names. */
  readonly label?: string;
  readonly field: FieldRecord;
  /** `undefined` and `null` are both "no value". */
  readonly value: JsonValue | undefined;
  readonly context: CellContext;
  /** Called with a value that the field's type takes; with null when the input was emptied. */
  readonly onChange: (value: JsonValue) => void;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly isDisabled?: boolean;
  /** How a row is chosen: the owner of the data brings its picker. Only relations use it. */
  readonly relationPicker?: ReactNode;
}

/** What the studio knows about a field type beyond the engine's entry. */
export interface FieldEditor {
  readonly icon: Icon;
  /** Words that find the type in the picker besides its label and name. */
  readonly searchTerms: string;
  /** Absent: the type has no options. */
  readonly Options?: ComponentType<OptionsProps>;
  readonly Value: ComponentType<ValueProps>;
  /** What stands before the text of a value in a cell. */
  readonly Mark?: ComponentType<{ readonly value: JsonValue }>;
  /** Numbers stand at the right of a column. */
  readonly align: "start" | "end";
  /** Of a column of the grid, in pixels; a label may need more. */
  readonly width?: number;
  /** The options in a few words: "up to 200 characters", "to Author". */
  readonly summary?: (type: LooseFieldType, reader: DefinitionReader) => string | undefined;
}
