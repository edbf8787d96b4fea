import { Button } from "@mantine/core";
import { IconForms, IconPlus, IconRoute } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import type { ModelRecord } from "#engine/definition/records/model";
import { lacksPages } from "#engine/edits/commands/model-pages";
import { labelsOfView } from "#engine/view-types/registry";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../../navigation/record-address.ts";
import { useApp } from "../../../session/use-app.ts";
import { useMay } from "../../../session/use-may.ts";
import { ModelPagesDialog } from "../../routes/ModelPagesDialog.tsx";
import classes from "./inspector.module.css";

/** The pages that show this model, and those that it could have, in one action. */
export function PagesSection({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const app = useApp();
  const canEdit = useMay()("edit");
  const [isAdding, setIsAdding] = useState(false);
  const routes = reader.routes.filter((route) => route.view.modelId === model.id);
  return (
    <InspectorSection title="Pages">
      {routes.length > 0 ? (
        <ul className={classes.list}>
          {routes.map((route) => (
            <li key={route.id}>
              <Link className={classes.link} to={placeOfRecord({ reader, appId: app.id, recordId: route.id })}>
                <IconRoute size={16} stroke={1.5} aria-hidden="true" />
                <span>{labelsOfView(reader, route.view).title}</span>
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes.quiet}>No page shows it yet.</p>
      )}
      {canEdit && lacksPages(reader, model.id) && (
        <Button variant="default" leftSection={<IconPlus size={14} stroke={1.75} />} onClick={() => setIsAdding(true)}>
          Add list, new, edit or delete pages
        </Button>
      )}
      <FormsOf model={model} />
      {isAdding && (
        <ModelPagesDialog model={model} onClose={() => setIsAdding(false)} onAdded={() => setIsAdding(false)} />
      )}
    </InspectorSection>
  );
}

/** The forms that add, change or delete its rows. */
function FormsOf({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const app = useApp();
  const forms = reader.forms.filter((form) => form.modelId === model.id);
  if (forms.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Forms">
      {forms.map((form) => (
        <li key={form.id}>
          <Link className={classes.link} to={placeOfRecord({ reader, appId: app.id, recordId: form.id })}>
            <IconForms size={16} stroke={1.5} aria-hidden="true" />
            <span>{form.label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
