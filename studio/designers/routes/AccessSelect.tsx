import { useId } from "react";
import type { GroupId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type Audience, audienceOf, expressionOf } from "#engine/edits/commands/access";
import type { Problem } from "#engine/problem";
import { FieldRow } from "../../components/FieldRow.tsx";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { audienceLabel } from "./route-labels.ts";

/** An access expression by its preset; one that the builder wrote is kept and shown as it is. */
export function AccessSelect(props: {
  readonly label: string;
  readonly reader: DefinitionReader;
  readonly expression: string | undefined;
  readonly problems: readonly Problem[];
  readonly onChange: (expression: string | undefined) => void;
}) {
  const { reader, expression } = props;
  const id = useId();
  const audience = audienceOf(reader, expression === undefined ? undefined : { expression });
  const presets: readonly (readonly [string, Audience])[] = [
    ["builders", "builders"],
    ["any_key", "any_key"],
    ...reader.groups.map((group) => [group.id, { groupId: group.id }] as const),
    ["anyone", "anyone"],
  ];
  const current = typeof audience === "string" ? audience : "groupId" in audience ? audience.groupId : "own";
  return (
    <FieldRow label={props.label} htmlFor={id} problems={props.problems}>
      <PlainSelect
        id={id}
        value={current}
        onChange={(event) => {
          const key = event.currentTarget.value;
          if (key === "own") return;
          const preset: Audience =
            key === "builders" || key === "any_key" || key === "anyone" ? key : { groupId: key as GroupId };
          props.onChange(expressionOf(reader, preset));
        }}
      >
        {presets.map(([key, preset]) => (
          <option key={key} value={key}>
            {audienceLabel(reader, preset)}
          </option>
        ))}
        {current === "own" && <option value="own">{audienceLabel(reader, audience)}</option>}
      </PlainSelect>
    </FieldRow>
  );
}
