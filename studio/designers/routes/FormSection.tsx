import { Button } from "@mantine/core";
import { Link } from "react-router";
import type { RouteRecord } from "#engine/definition/records/route";
import { makeForm } from "#engine/edits/commands/forms";
import { viewTypeOf } from "#engine/view-types/registry";
import { randomBytes } from "../../api/random.ts";
import { InspectorSection } from "../../components/InspectorPanel.tsx";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import { AfterSendingChoice } from "../forms/AfterSending.tsx";
import classes from "./routes.module.css";

/** The form of a page that adds, changes or deletes a row, and what follows when it was sent. */
export function FormSection({ route }: { readonly route: RouteRecord }) {
  const app = useApp();
  const canEdit = useMay()("edit");
  const { reader, apply } = useDraft();
  const { view } = route;
  const action = viewTypeOf(view)?.form;
  const model = view.modelId && reader.model(view.modelId);
  if (!action || !model) return null;
  const form = view.formId && reader.form(view.formId);
  if (form)
    return (
      <InspectorSection title="Form">
        <p>
          <Link to={`/apps/${app.id}/forms/${form.id}`}>{form.label}</Link>
        </p>
        <p className={classes.help}>After it was sent:</p>
        <AfterSendingChoice form={form} />
      </InspectorSection>
    );
  const change = () => apply(makeForm(reader, { modelId: model.id, action, routeId: route.id }, randomBytes));
  return (
    <InspectorSection title="Form">
      <p className={classes.help}>
        It asks for every field of {model.label} and leads to the row, or to the list. A form of its own says what
        follows.
      </p>
      {canEdit && (
        <Button variant="default" onClick={change}>
          Change this form
        </Button>
      )}
    </InspectorSection>
  );
}
