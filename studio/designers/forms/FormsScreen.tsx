import { IconForms } from "@tabler/icons-react";
import { Link } from "react-router";
import type { DefinitionReader } from "#engine/definition/reader";
import type { FormRecord } from "#engine/definition/records/form";
import { readablePath } from "#engine/routing/readable-path";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LineItem } from "../../components/LineItem.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../navigation/record-address.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { FormDesk } from "./FormDesk.tsx";
import { whatItDoes } from "./form-words.ts";
import classes from "./forms.module.css";
import { NewForm } from "./NewForm.tsx";
import { placesOfForm } from "./places-of-form.ts";
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
              notes={<Places form={form} />}
            />
          ))}
        </ul>
      )}
    </Screen>
  );
}

/** Where the form stands; one that stands nowhere is sent by nobody. */
function Places({ form }: { readonly form: FormRecord }) {
  const app = useApp();
  const reader = useReader();
  const { routes, parts } = placesOfForm(reader, form);
  if (routes.length + parts.length === 0)
    return <span className={classes.help}>On no page yet. Insert it while you draw one.</span>;
  const links = [
    ...routes.map(({ id, path }) => ({ id, text: readablePath(path) })),
    ...parts.map(({ id, name }) => ({ id, text: name })),
  ];
  return (
    <span className={classes.places}>
      On{" "}
      {links.map(({ id, text }) => (
        <Link key={id} to={placeOfRecord({ reader, appId: app.id, recordId: id })}>
          {text}
        </Link>
      ))}
    </span>
  );
}
