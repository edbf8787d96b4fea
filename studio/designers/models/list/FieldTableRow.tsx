import { Checkbox } from "@mantine/core";
import { IconGripVertical } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import type { FieldRecord } from "#engine/definition/records/field";
import { isNeededToSignIn } from "#engine/definition/users";
import { setProperty } from "#engine/edits/commands/fields";
import { fieldTypeOf } from "#engine/field-types/registry";
import { ProblemDot } from "../../../components/ProblemDot.tsx";
import {
  useDraftActions,
  usePendingStateOf,
  useProblemsOf,
  useReader,
} from "../../../draft-session/react/use-draft.ts";
import { PresenceDots } from "../../../presence/PresenceMark.tsx";
import { TypePicker } from "../parts/TypePicker.tsx";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";
import classes from "./FieldTable.module.css";
import { LabelCell } from "./LabelCell.tsx";

interface Props {
  readonly field: FieldRecord;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onDragStart: () => void;
  readonly onDrop: () => void;
}

export function FieldTableRow({ field, isSelected, isTabStop, onKey, onDragStart, onDrop }: Props) {
  const place = useModelsPlace();
  const state = usePendingStateOf(field.id);
  const [problem] = useProblemsOf(field.id);
  const select = () => {
    if (!isSelected) place.select({ modelId: field.modelId, fieldId: field.id });
  };
  return (
    <tr
      className={classes.row}
      data-row={field.id}
      data-state={state}
      data-selected={isSelected || undefined}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={`Field ${field.label}`}
      onFocus={(event) => {
        if (event.target === event.currentTarget) select();
      }}
      onClick={select}
      onKeyDown={onKey}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onDrop();
      }}
    >
      <td>
        <div className={classes.labelCell}>
          <span className={classes.grip} draggable onDragStart={onDragStart} aria-hidden="true">
            <IconGripVertical size={14} stroke={1.5} />
          </span>
          <LabelCell field={field} />
          <PresenceDots on={field.id} />
          <ProblemDot problem={problem} />
        </div>
      </td>
      <TypeCell field={field} isSelected={isSelected} />
      {fieldTypeOf(field.type)?.automatic !== undefined ? (
        flags.map((flag) => <td key={flag} className={classes.flag} />)
      ) : (
        <FlagCells field={field} isSelected={isSelected} />
      )}
      <td>
        <code className={classes.name}>{field.name}</code>
      </td>
    </tr>
  );
}

interface CellProps {
  readonly field: FieldRecord;
  readonly isSelected: boolean;
}

function TypeCell({ field, isSelected }: CellProps) {
  const reader = useReader();
  const { setFieldType } = useModelActions();
  return (
    <td className={classes.typeCell}>
      <TypePicker
        look="quiet"
        label={`Type of ${field.label}`}
        value={field.type}
        reader={reader}
        isDisabled={isNeededToSignIn(reader, field)}
        isTabStop={isSelected}
        onChange={(type) => setFieldType(field.id, type)}
      />
    </td>
  );
}

const flags = ["required", "unique", "indexed"] as const;

function FlagCells({ field, isSelected }: CellProps) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const set = (property: (typeof flags)[number], value: boolean) =>
    apply(
      setProperty(reader, {
        id: field.id,
        property,
        value,
        label: `${field.label} is ${value ? "" : "no longer "}${property}`,
      }),
    );
  return flags.map((property) => (
    <td key={property} className={classes.flag}>
      <Checkbox
        size="xs"
        aria-label={`${field.label} is ${property}`}
        tabIndex={isSelected ? 0 : -1}
        checked={field[property]}
        disabled={property === "required" && isNeededToSignIn(reader, field)}
        onChange={(event) => set(property, event.currentTarget.checked)}
      />
    </td>
  ));
}
