import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";
import type { Lookup } from "#engine/field-types/field-type";
import { keyLookups, keyOf } from "#engine/field-types/keys";
import { knownFieldType } from "#engine/field-types/registry";
import { relationTarget } from "#engine/query/query-scope";
import { modelId } from "../builders.ts";

const VALUES: Readonly<Record<string, readonly string[]>> = {
  text: ["hidden", "seen", "a"],
  long_text: ["hidden", "seen"],
  integer: ["666", "100"],
  decimal: ["66.6", "10"],
  float: ["66.6", "10"],
  boolean: ["true"],
  date: ["1966-06-06", "2000-01-01"],
  date_time: ["1966-06-06T06:06:06Z"],
  choice: ["draft", "out"],
};

/** Keys of rows that are seen, hidden and not there. */
const keysOf = (model: ModelRecord | undefined): readonly string[] => ["1", "2", "4", "99"].map((n) => keyIn(model, n));
const keyIn = (model: ModelRecord | undefined, number: string | number): string =>
  keyOf(model).name === "uuid" ? uuid(number) : String(number);
export const uuid = (number: string | number) => `019ad2c4-7b1e-7c3a-9d52-${String(number).padStart(12, "0")}`;

/** Every filter there is on a model's fields, and on those of what it points to. */
export function filters(definition: AppDefinition, name: string, prefix = ""): string[] {
  const reader = readDefinition(definition);
  const asked: string[] = [];
  const ask = (parameter: string, lookup: Lookup, values: readonly string[]) => {
    for (const sign of ["", "!"]) {
      const called = `${prefix}${parameter}__${lookup}${sign}`;
      if (lookup === "isnull") asked.push(`${called}=true`, `${called}=false`);
      else if (lookup === "range") asked.push(`${called}=${values[0]},${values.at(-1)}`);
      else for (const value of lookup === "in" ? [values.join(",")] : values) asked.push(`${called}=${value}`);
    }
  };
  for (const lookup of keyLookups) ask("id", lookup, keysOf(reader.modelByName(name)));
  for (const field of reader.fields(modelId(name))) {
    const target = relationTarget(reader, field);
    const values = target ? keysOf(target) : (VALUES[field.type.name] ?? []);
    for (const lookup of knownFieldType(field.type).lookups) ask(field.name, lookup, values);
  }
  return asked;
}
