import { Button } from "@mantine/core";
import { IconPlus, IconRoute } from "@tabler/icons-react";
import { Link } from "react-router";
import type { ModelRecord } from "#engine/definition/records/model";
import { addListAndDetailRoutes } from "#engine/edits/commands/routes";
import { labelsOfView } from "#engine/view-types/registry";
import { randomBytes } from "../../../api/random.ts";
import { InspectorSection } from "../../../components/InspectorPanel.tsx";
import { useDraftActions, useReader } from "../../../draft-session/react/use-draft.ts";
import { placeOfRecord } from "../../../navigation/record-address.ts";
import { useApp } from "../../../session/use-app.ts";
import classes from "./inspector.module.css";

/** The pages that show this model, and both of them in one action when there are none. */
export function PagesSection({ model }: { readonly model: ModelRecord }) {
  const reader = useReader();
  const app = useApp();
  const { apply } = useDraftActions();
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
        <>
          <p className={classes.quiet}>No page shows it yet.</p>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} stroke={1.75} />}
            onClick={() => apply(addListAndDetailRoutes(reader, { modelId: model.id }, randomBytes))}
          >
            Add list and detail pages
          </Button>
        </>
      )}
    </InspectorSection>
  );
}
