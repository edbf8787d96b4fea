import { TagsInput } from "@mantine/core";
import { useState } from "react";
import type { JsonValue } from "#engine/definition/json";
import { fieldTypeOf } from "#engine/field-types/registry";
import type { ValueProps } from "../field-editor.ts";

const itemsOf = (value: JsonValue | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** The items of a list, each a chip; Enter and a comma end one. */
export function ListValue(props: ValueProps) {
  const { id, label, field, value, onChange, placeholder, autoFocus = false, isDisabled = false } = props;
  const [problem, setProblem] = useState<string>();
  const type = fieldTypeOf(field.type);
  const items = itemsOf(value);
  const change = (wanted: readonly string[]) => {
    const isText = field.type.of !== "integer";
    // What is no whole number is refused as it was typed.
    const sent = wanted.map((item) => (isText || !/^[+-]?\d+$/.test(item.trim()) ? item : Number(item)));
    const read = type?.parseJson(sent, field.type, { choices: [] });
    if (!read?.ok) return setProblem(`${field.label} ${read?.message ?? "cannot be read"}.`);
    setProblem(undefined);
    onChange(read.value as JsonValue);
  };
  return (
    <TagsInput
      {...(id ? { id } : {})}
      {...(label ? { "aria-label": label } : {})}
      value={[...items]}
      error={problem}
      allowDuplicates
      splitChars={[",", ";"]}
      placeholder={placeholder ?? (items.length === 0 ? (type?.input.placeholder ?? "") : "")}
      autoFocus={autoFocus}
      disabled={isDisabled}
      onChange={change}
    />
  );
}
