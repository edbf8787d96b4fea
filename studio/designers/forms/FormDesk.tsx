import type { FormRecord } from "#engine/definition/records/form";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useProblemsOf, useReader } from "../../draft-session/react/use-draft.ts";
import { AfterSending } from "./AfterSending.tsx";
import { FormFieldInspector } from "./FormFieldInspector.tsx";
import { FormFields } from "./FormFields.tsx";
import { FormInspector } from "./FormInspector.tsx";
import { FormLinesInspector } from "./FormLinesInspector.tsx";
import { FormLinesSections } from "./FormLinesSections.tsx";
import { whatItDoes } from "./form-words.ts";
import classes from "./forms.module.css";
import { Protection } from "./Protection.tsx";
import { TryForm } from "./TryForm.tsx";
import { useFormPlace } from "./use-form-place.ts";
import { WhoMaySend } from "./WhoMaySend.tsx";

/** One form: its fields in their order, what follows, who may send it; the chosen field at the right. */
export function FormDesk({ form }: { readonly form: FormRecord }) {
  const reader = useReader();
  const place = useFormPlace();
  const problems = useProblemsOf(form.id).filter(({ property }) => property !== "success");
  const lines = reader.formLines(form.id);
  const fields = [...reader.formFields(form.id), ...lines.flatMap(({ id }) => reader.lineFields(id))];
  const field = fields.find(({ id }) => id === place.fieldId);
  const chosenLines = lines.find(({ id }) => id === place.linesId);
  return (
    <Screen
      title={form.label}
      about={`${whatItDoes(reader, form)}.`}
      inspector={
        field ? (
          <FormFieldInspector key={field.id} form={form} field={field} onClose={() => place.choose(undefined)} />
        ) : chosenLines ? (
          <FormLinesInspector
            key={chosenLines.id}
            form={form}
            lines={chosenLines}
            onClose={() => place.chooseLines(undefined)}
          />
        ) : (
          <FormInspector key={form.id} form={form} />
        )
      }
    >
      <div className={classes.desk}>
        {problems.map((problem) => (
          <ProblemNote key={problem.code + problem.message} problem={problem} />
        ))}
        {form.action !== "delete" && <FormFields form={form} chosenId={field?.id} onChoose={place.choose} />}
        {form.action !== "delete" && <FormLinesSections form={form} place={place} chosenId={field?.id} />}
        <AfterSending form={form} />
        <WhoMaySend form={form} />
        <Protection form={form} />
        {form.action !== "delete" && <TryForm form={form} />}
      </div>
    </Screen>
  );
}
