import { Button, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { ConstraintTypeKind } from "#engine/definition/records/constraint";
import type { ModelRecord } from "#engine/definition/records/model";
import { addConstraint } from "#engine/edits/commands/constraints";
import { addValidation } from "#engine/edits/commands/validations";
import { randomBytes } from "../../../../api/random.ts";
import { InspectorSection } from "../../../../components/InspectorPanel.tsx";
import { useDraftActions, useReader } from "../../../../draft-session/react/use-draft.ts";
import { propertyId } from "../property-id.ts";
import { ConstraintCard } from "./ConstraintCard.tsx";
import classes from "./constraints.module.css";
import { newConstraint } from "./new-constraint.ts";
import { ValidationCard } from "./ValidationCard.tsx";

const kinds: readonly { readonly kind: ConstraintTypeKind; readonly label: string; readonly without: string }[] = [
  { kind: "unique", label: "No two are the same", without: "Needs a field" },
  { kind: "noOverlap", label: "No two overlap", without: "Needs two dates or two numbers" },
  { kind: "check", label: "Every row must …", without: "Needs a field" },
];

/** What is always so of the rows of a model, in sentences. */
export function ConstraintsSection({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const { apply } = useDraftActions();
  const [added, setAdded] = useState<string>();
  const constraints = reader.constraints(model.id);
  const validations = reader.validations(model.id);
  const [first] = reader.fields(model.id);
  const add = (kind: ConstraintTypeKind) => {
    const made = newConstraint(reader, model.id, kind);
    if (!made) return;
    const command = addConstraint(reader, { modelId: model.id, ...made }, randomBytes);
    setAdded(command.constraintId);
    apply(command);
  };
  const addCheckOnSave = () => {
    if (!first) return;
    const parts = { expression: `${first.name} != null`, message: `${first.label} is needed.`, fieldId: first.id };
    const command = addValidation(reader, { modelId: model.id, ...parts }, randomBytes);
    setAdded(command.validationId);
    apply(command);
  };
  return (
    <InspectorSection title="Constraints">
      {constraints.length + validations.length === 0 ? null : (
        <ul className={classes.cards}>
          {constraints.map((constraint) => (
            <ConstraintCard key={constraint.id} constraint={constraint} isOpenFirst={constraint.id === added} />
          ))}
          {validations.map((validation) => (
            <ValidationCard key={validation.id} validation={validation} isOpenFirst={validation.id === added} />
          ))}
        </ul>
      )}
      <AddConstraintMenu
        modelId={model.id}
        canCheckOnSave={first !== undefined}
        onAdd={add}
        onAddCheckOnSave={addCheckOnSave}
      />
    </InspectorSection>
  );
}

interface MenuProps {
  readonly modelId: ModelId;
  readonly canCheckOnSave: boolean;
  readonly onAdd: (kind: ConstraintTypeKind) => void;
  readonly onAddCheckOnSave: () => void;
}

function AddConstraintMenu({ modelId, canCheckOnSave, onAdd, onAddCheckOnSave }: MenuProps) {
  const reader = useReader();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          id={propertyId("constraints")}
          className={classes.add}
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={14} stroke={1.75} />}
        >
          Add a constraint
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(({ kind, label, without }) => {
          const isPossible = newConstraint(reader, modelId, kind) !== undefined;
          return (
            <Menu.Item key={kind} disabled={!isPossible} onClick={() => onAdd(kind)}>
              {isPossible ? label : `${label} (${without.toLowerCase()})`}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item disabled={!canCheckOnSave} onClick={onAddCheckOnSave}>
          Check when it is saved …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
