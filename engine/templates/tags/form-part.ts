import type { FormWriter } from "../analyze/form-scope.ts";
import { addStep } from "../analyze/steps.ts";
import type { OpenForm, TagAnalysis } from "./tag-type.ts";

/** Shows a part of the form that the tag stands in; says so when it stands in none. */
export function showFormPart(
  at: { readonly start: number; readonly end: number },
  { around, page, steps }: TagAnalysis,
  { tag, write }: { readonly tag: string; write(writer: FormWriter, form: OpenForm): string },
): void {
  const { form, unit } = around;
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
