import { IconForms } from "@tabler/icons-react";
import { Link } from "react-router";
import type { DefinitionReader } from "#engine/definition/reader";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LineItem } from "../../components/LineItem.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { FormDesk } from "./FormDesk.tsx";
import { whatItDoes } from "./form-words.ts";
import classes from "./forms.module.css";
import { NewForm } from "./NewForm.tsx";
import { useFormPlace } from "./use-form-place.ts";

/** The app's forms, or one of them: `/forms/:formId?`. */
export function FormsScreen() {
  const reader = useReader();
  const { formId } = useFormPlace();
  const form = formId && reader.form(formId);
  if (form) return <FormDesk key={form.id} form={form} />;
  return <FormList reader={reader} isGone={formId !== undefined} />;
}

function FormList({ reader, isGone }: { readonly reader: DefinitionReader; readonly isGone: boolean }) {
  const app = useApp();
  const canEdit = useMay()("edit");
  const add = canEdit && <NewForm />;
  return (
    <Screen
      title="Forms"
      about="What visitors can send: which fields they are asked for, and what follows. A page shows a form where you insert it."
      actions={reader.forms.length > 0 && add}
    >
      {isGone && (
        <p className={classes.help}>This form is not there any more. Undo brings it back if it was deleted just now.</p>
      )}
      {reader.forms.length === 0 ? (
        <EmptyState
          icon={<IconForms size={32} stroke={1.25} />}
          title="The forms that visitors send will be here"
          action={add}
          example="A contact form adds a row to Messages, and says thank you."
        >
          A form adds a row of a model, or changes one, by the fields that you choose. You can also insert one while you
          draw a page.
        </EmptyState>
      ) : (
        <ul className={classes.forms}>
          {reader.forms.map((form) => (
            <LineItem
              key={form.id}
              name={<Link to={`/apps/${app.id}/forms/${form.id}`}>{form.label}</Link>}
              about={whatItDoes(reader, form)}
            />
          ))}
        </ul>
      )}
    </Screen>
  );
}
