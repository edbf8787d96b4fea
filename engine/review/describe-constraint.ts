import { assertNever } from "../assert-never.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ConstraintRecord, ConstraintScope } from "../definition/records/constraint.ts";
import type { ValidationRecord } from "../definition/records/validation.ts";

/** A piece of a sentence; `isName` for what the builder named, which is drawn strong. */
export interface SentencePart {
  readonly text: string;
  readonly isName?: boolean;
  readonly isCode?: boolean;
}

const plain = (text: string): SentencePart => ({ text });
const name = (text: string): SentencePart => ({ text, isName: true });
const code = (text: string): SentencePart => ({ text, isCode: true });

/** "No two **bookings** with the same **room** overlap from **starts** to **ends**, unless **status is cancelled**." */
export function constraintSentence(reader: DefinitionReader, constraint: ConstraintRecord): readonly SentencePart[] {
  const { type, modelId } = constraint;
  const rows = name(rowsOf(reader, modelId));
  switch (type.kind) {
    case "unique":
      return [
        plain("No two "),
        rows,
        plain(type.fieldIds.length === 1 ? " have the same " : " have the same values in "),
        ...listed(reader, type.fieldIds),
        ...(type.ignoreCase?.length ? [plain(", in capitals or not")] : []),
        ...(type.emptyEqual ? [plain(", also when empty")] : []),
        ...scopeParts(reader, modelId, type.scope),
        plain("."),
      ];
    case "check":
      return [plain("In all "), rows, plain(" "), condition(reader, modelId, type.expression), plain(".")];
    case "noOverlap":
      return [
        plain("No two "),
        rows,
        ...(type.sameFieldIds.length === 0 ? [] : [plain(" with the same "), ...listed(reader, type.sameFieldIds)]),
        plain(" overlap from "),
        name(fieldName(reader, type.fromFieldId)),
        plain(" to "),
        name(fieldName(reader, type.toFieldId)),
        ...(type.includesEnd ? [plain(" inclusive")] : []),
        ...scopeParts(reader, modelId, type.scope),
        plain("."),
      ];
    default:
      return assertNever(type);
  }
}

export function validationSentence(reader: DefinitionReader, validation: ValidationRecord): readonly SentencePart[] {
  const { modelId, expression, when, severity } = validation;
  return [
    plain("When "),
    name(rowsOf(reader, modelId)),
    plain(" are saved, "),
    condition(reader, modelId, expression),
    ...(when === undefined ? [] : [plain(", if "), condition(reader, modelId, when)]),
    plain(severity === "warn" ? ", or a warning is confirmed." : "."),
  ];
}

export const sentenceText = (parts: readonly SentencePart[]): string => parts.map(({ text }) => text).join("");

const lower = (text: string): string =>
  /^\p{Lu}[\p{Ll}\s]/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

function rowsOf(reader: DefinitionReader, modelId: ModelId): string {
  const model = reader.model(modelId);
  return model?.pluralLabel ? lower(model.pluralLabel) : `rows of ${model?.label ?? "a model"}`;
}

const fieldName = (reader: DefinitionReader, id: FieldId): string =>
  lower(reader.field(id)?.label ?? "a deleted field");

function listed(reader: DefinitionReader, ids: readonly FieldId[]): readonly SentencePart[] {
  return ids.flatMap((id, index) => [
    ...(index === 0 ? [] : [plain(index === ids.length - 1 ? " and " : ", ")]),
    name(fieldName(reader, id)),
  ]);
}

function scopeParts(
  reader: DefinitionReader,
  modelId: ModelId,
  scope: ConstraintScope | undefined,
): readonly SentencePart[] {
  if (!scope) return [];
  const words = scope.name === "only" ? ", where " : ", unless ";
  return [plain(words), condition(reader, modelId, scope.expression)];
}

/** `status == "cancelled"` as "status is Cancelled"; any other expression as it is written. */
function condition(reader: DefinitionReader, modelId: ModelId, source: string): SentencePart {
  const equal = /^([a-z][a-z0-9_]*) (==|!=) "([^"\\]*)"$/.exec(source.trim());
  const isField = (wanted: string) => reader.fields(modelId).find((field) => field.name === wanted);
  if (equal) {
    const [, fieldNamed = "", operator, value = ""] = equal;
    const field = isField(fieldNamed);
    const choice = field && reader.choices(field.id).find((one) => one.value === value);
    if (field && choice)
      return name(`${lower(field.label)} is ${operator === "==" ? "" : "not "}${lower(choice.label)}`);
  }
  const [, not, bare] = /^(not )?([a-z][a-z0-9_]*)$/.exec(source.trim()) ?? [];
  const field = bare === undefined ? undefined : isField(bare);
  if (field) return name(`${lower(field.label)} is ${not ? "not " : ""}ticked`);
  return code(source);
}
