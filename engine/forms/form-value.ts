import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { FormFieldRecord } from "../definition/records/form.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { expressionProblemCodes as codes, type ExpressionProblem } from "../expressions/expression-problem.ts";
import { formScope } from "../expressions/form-scope.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { referencesOf } from "../expressions/references.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { keyOfTarget } from "../field-types/keys.ts";
import { fieldTypeIn } from "../field-types/registry.ts";
import { scalar, type ValueType } from "../value-types/value-type.ts";

export type FormValue =
  | { readonly ok: true; readonly typed: TypedExpression }
  /** Undefined: the expression itself is wrong, which engine/checks says elsewhere. */
  | { readonly ok: false; readonly problem: ExpressionProblem | undefined };

/** An expression that gives a form's field a value, converted to the field's type. */
export function formValue(reader: DefinitionReader, field: FormFieldRecord, source: string): FormValue {
  const scope = formScope(reader, field.formId, "form");
  const parsed = parseExpression(source);
  if (!scope || !parsed.ok) return { ok: false, problem: undefined };
  const plain = checkExpression(parsed.expression, scope);
  if (!plain.ok) return { ok: false, problem: undefined };
  const { start, end } = parsed.expression;
  const wrong = (message: string): FormValue => ({
    ok: false,
    problem: { code: codes.wrongResult, message, start, end },
  });
  // The row is read as the form shows it: of a row that it points to, only the key.
  const isFurther = ([root, , member]: readonly string[]): boolean =>
    root === "record" && member !== undefined && member !== "id";
  if (referencesOf(plain.typed).paths.some(isFurther))
    return wrong("A form reads its own row, not rows that it points to.");
  const target = targetOf(reader, field);
  if (target !== undefined && plain.type.kind === "record" && plain.type.modelId !== target)
    return wrong("This is a row of another model than the field points to.");
  const type = typeOf(reader, field);
  const fitted = type ? checkExpression(parsed.expression, scope, type) : plain;
  return fitted.ok ? { ok: true, typed: fitted.typed } : { ok: false, problem: fitted.problems[0] };
}

const modelFieldOf = (reader: DefinitionReader, { fieldId }: FormFieldRecord): FieldRecord | undefined =>
  fieldId && reader.field(fieldId);

const targetOf = (reader: DefinitionReader, field: FormFieldRecord) => {
  const typed = modelFieldOf(reader, field) ?? field.own;
  return typed && pointsTo(typed);
};

/** What the value has to be: of a relation its row's key, which a row gives too. */
function typeOf(reader: DefinitionReader, field: FormFieldRecord): ValueType | undefined {
  const typed = modelFieldOf(reader, field) ?? field.own;
  if (!typed) return undefined;
  if (pointsTo(typed) !== undefined) return scalar(keyOfTarget(reader, typed).record);
  return fieldTypeIn(reader, typed)?.valueType(typed.type);
}
