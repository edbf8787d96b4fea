import type { FormWriter } from "../analyze/form-scope.ts";
import { addStep } from "../analyze/steps.ts";
import type { OpenForm, TagAnalysis } from "./tag-type.ts";

interface FormPart {
  readonly tag: string;
  /** Whether each row of lines has it too. */
  readonly isOfRows?: boolean;
  write(writer: FormWriter, form: OpenForm): string;
}

/** Shows a part of the form that the tag stands in; says so when it stands in none. */
export function showFormPart(
  at: { readonly start: number; readonly end: number },
  { around, page, steps }: TagAnalysis,
  { tag, isOfRows = true, write }: FormPart,
): void {
  const { form, unit } = around;
  if (form?.isRow && !isOfRows) {
    page.problem(unit, "FORM_E005", at, `{% ${tag} %} stands outside {% lines %}: the form has it once.`);
    return;
  }
  if (!form || !page.position.isBetweenTags) {
    const where = form ? "between tags, where a paragraph could" : "inside {% form %}";
    page.problem(unit, "FORM_E005", at, `{% ${tag} %} stands ${where}.`);
    return;
  }
  addStep(steps, {
    kind: "run",
    compile:
      ({ meter }) =>
      (frame) => {
        meter.charge(1);
        meter.out += write(frame[form.slot] as FormWriter, form);
        meter.checkOutput();
      },
  });
}
