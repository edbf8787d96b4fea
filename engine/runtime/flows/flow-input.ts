import type { JsonValue } from "../../definition/json.ts";
import type { FlowRecord } from "../../definition/records/flow.ts";
import { type FieldError, UserError } from "../../errors.ts";
import { fieldTypeOf } from "../../field-types/registry.ts";
import { didYouMean } from "../../nearest-name.ts";
import { isObject, pointerOf } from "../../rest/read-body.ts";

type Inputs = FlowRecord["inputs"];

/** The inputs of a flow from a body of JSON. Everything that is wrong is said at once, each at its place. */
export function inputsFromJson(inputs: Inputs, body: JsonValue): Readonly<Record<string, unknown>> {
  if (!isObject(body)) throw new UserError("invalid_values", "The body must be an object with the inputs.");
  const errors: FieldError[] = Object.keys(body)
    .filter((name) => !inputs.some((input) => input.name === name))
    .map((name) => {
      const near = didYouMean(
        name,
        inputs.map((input) => input.name),
      );
      return {
        pointer: pointerOf(name),
        code: "unknown_field",
        message: `There is no input "${name}".${near ? ` ${near}` : ""}`,
      };
    });
  return read(inputs, errors, (input) => {
    const value = body[input.name] ?? null;
    return value === null ? undefined : fieldTypeOf(input.type)?.parseJson(value, input.type, { choices: [] });
  });
}

/** The same from texts: of a form that was sent, or of an address. An empty text is no value. */
export function inputsFromTexts(
  inputs: Inputs,
  textOf: (name: string) => string | undefined,
): Readonly<Record<string, unknown>> {
  return read(inputs, [], (input) => {
    const text = textOf(input.name) ?? "";
    return text === "" ? undefined : fieldTypeOf(input.type)?.parseText(text, input.type, { choices: [] });
  });
}

type Parsed = ReturnType<NonNullable<ReturnType<typeof fieldTypeOf>>["parseJson"]>;

function read(
  inputs: Inputs,
  errors: FieldError[],
  parse: (input: Inputs[number]) => Parsed | undefined,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const input of inputs) {
    const parsed = parse(input);
    values[input.name] = null;
    if (parsed === undefined) {
      if (input.required)
        errors.push({ pointer: pointerOf(input.name), code: "required", message: `"${input.name}" is needed.` });
    } else if (!parsed.ok)
      errors.push({ pointer: pointerOf(input.name), code: parsed.code, message: `"${input.name}" ${parsed.message}.` });
    else values[input.name] = asNamed(input, parsed.value);
  }
  if (errors.length > 0)
    throw new UserError(
      "invalid_values",
      errors.length === 1 ? (errors[0]?.message ?? "") : "Several inputs are wrong.",
      {
        errors,
      },
    );
  return values;
}

/** As expressions have it: whole numbers are numbers, decimals are texts. */
function asNamed({ type }: Inputs[number], value: unknown): unknown {
  const kind = fieldTypeOf(type)?.valueType(type).kind;
  return (kind === "int" || kind === "double") && typeof value === "string" ? Number(value) : value;
}
