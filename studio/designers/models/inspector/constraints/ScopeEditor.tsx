import { Select } from "@mantine/core";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ConstraintScope } from "#engine/definition/records/constraint";
import { fieldTypeOf } from "#engine/field-types/registry";
import { FieldRow } from "../../../../components/FieldRow.tsx";
import { CommittedText } from "../../../../draft-session/react/CommittedText.tsx";
import { useReader } from "../../../../draft-session/react/use-draft.ts";

interface Props {
  readonly id: string;
  readonly modelId: ModelId;
  readonly scope: ConstraintScope | undefined;
  readonly onChange: (scope: ConstraintScope | undefined) => unknown;
}

const ALWAYS = "always";
const beginnings: Readonly<Record<ConstraintScope["name"], string>> = { unless: "All unless", only: "Only where" };

/** The rows that a constraint is about: all, or those of a choice, a tick or a condition. */
export function ScopeEditor({ id, modelId, scope, onChange }: Props) {
  const reader = useReader();
  const options = optionsOf(reader, modelId);
  const known = scope && options.find((option) => option.value === keyOf(scope));
  const value = scope ? (known?.value ?? `${scope.name} `) : ALWAYS;
  const choose = (chosen: string | null) => {
    if (chosen === null || chosen === value) return;
    if (chosen === ALWAYS) onChange(undefined);
    else onChange(scopeOf(chosen, scope?.expression ?? firstCondition(reader, modelId)));
  };
  const inGroup = (name: ConstraintScope["name"]) => ({
    group: beginnings[name],
    items: [
      ...options.filter((option) => option.value.startsWith(`${name} `)).map(({ value, label }) => ({ value, label })),
      { value: `${name} `, label: `${beginnings[name]} a condition of your own holds` },
    ],
  });
  return (
    <>
      <FieldRow label="For which rows" htmlFor={id}>
        <Select
          id={id}
          value={value}
          allowDeselect={false}
          data={[{ value: ALWAYS, label: "All" }, inGroup("unless"), inGroup("only")]}
          onChange={choose}
        />
      </FieldRow>
      {scope && !known ? (
        <CommittedText
          id={`${id}-expression`}
          label={scope.name === "only" ? "Only where" : "Unless"}
          value={scope.expression}
          maxLength={4000}
          isCode
          onSave={(expression) =>
            expression === "" ? "A condition is needed." : onChange({ name: scope.name, expression })
          }
        />
      ) : null}
    </>
  );
}

const keyOf = ({ name, expression }: ConstraintScope): string => `${name} ${expression}`;

function scopeOf(key: string, otherwise: string): ConstraintScope {
  const space = key.indexOf(" ");
  const expression = key.slice(space + 1);
  return {
    name: key.slice(0, space) as ConstraintScope["name"],
    expression: expression === "" ? otherwise : expression,
  };
}

/** Where a condition of one's own begins. */
const firstCondition = (reader: DefinitionReader, modelId: ModelId): string =>
  `${reader.fields(modelId)[0]?.name ?? "id"} != null`;

/** A condition for each choice and each tick of the model. */
function optionsOf(reader: DefinitionReader, modelId: ModelId): { readonly value: string; readonly label: string }[] {
  const conditions = reader.fields(modelId).flatMap((field) => {
    if (fieldTypeOf(field.type)?.cast === "boolean")
      return [{ expression: field.name, label: `${field.label} is ticked` }];
    return reader.choices(field.id).map((choice) => ({
      expression: `${field.name} == ${JSON.stringify(choice.value)}`,
      label: `${field.label} is ${choice.label}`,
    }));
  });
  return (["unless", "only"] as const).flatMap((name) =>
    conditions.map(({ expression, label }) => ({
      value: `${name} ${expression}`,
      label: `${beginnings[name]} ${label.toLowerCase()}`,
    })),
  );
}
