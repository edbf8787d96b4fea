import { Button } from "@mantine/core";
import { Link } from "react-router";
import { formAround, isForm, isLines, namedIn } from "#engine/block-types/form-around";
import type { RouteRecord } from "#engine/definition/records/route";
import { formLinesName } from "#engine/edits/commands/form-lines";
import { makeForm } from "#engine/edits/commands/forms";
import { formFieldName } from "#engine/forms/form-field-name";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import { modelOfView, viewTypeOf } from "#engine/view-types/registry";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../navigation/record-address.ts";
import { useApp } from "../../session/use-app.ts";
import { AfterSending } from "../forms/AfterSending.tsx";
import { FormFieldProperties } from "../forms/FormFieldProperties.tsx";
import { whatItDoes } from "../forms/form-words.ts";
import { WhoMaySend } from "../forms/WhoMaySend.tsx";
import classes from "./pages.module.css";

interface Props {
  readonly node: OutlineNode;
  readonly outline: PageOutline;
  readonly route: RouteRecord | undefined;
}

/** What the inspector says of a form, and of a field of one: it edits the records of both. */
export function FormPart({ node, outline, route }: Props) {
  const app = useApp();
  const { reader, apply } = useDraft();
  const around = formAround(outline, node.from);
  if (!around) return null;
  const form =
    around.name === undefined ? route?.view.formId && reader.form(route.view.formId) : reader.formByName(around.name);
  if (!form) {
    const action = route && viewTypeOf(route.view)?.form;
    const model = route && modelOfView(reader, route.view);
    if (around.name !== undefined || !route || !action || !model)
      return <p className={classes.quiet}>There is no such form in this app.</p>;
    const change = () => apply(makeForm(reader, { modelId: model.id, action, routeId: route.id }, randomBytes));
    return (
      <>
        <p className={classes.quiet}>This form asks for every field of {model.label}, and follows the model.</p>
        <Button size="xs" variant="default" onClick={change}>
          Change this form
        </Button>
      </>
    );
  }
  const link = (
    <Link to={placeOfRecord({ reader, appId: app.id, recordId: form.id })}>Fields, order and protection</Link>
  );
  if (isForm(node) || isLines(node))
    return (
      <div className={classes.formPart}>
        <p>
          <strong>{form.label}</strong>. {whatItDoes(reader, form)}. {link}
        </p>
        {isForm(node) && <AfterSending form={form} />}
        {isForm(node) && <WhoMaySend form={form} />}
      </div>
    );
  const name = namedIn(outline.source, node);
  const lines = reader
    .formLines(form.id)
    .find((one) => around.lines !== undefined && formLinesName(reader, one) === around.lines);
  const fields = lines ? reader.lineFields(lines.id) : reader.formFields(form.id);
  const field = fields.find((one) => formFieldName(reader, one) === name);
  return (
    <div className={classes.formPart}>
      <p>
        In the form <strong>{form.label}</strong>. {link}
      </p>
      {field && <FormFieldProperties key={field.id} field={field} />}
    </div>
  );
}
