import { Button } from "@mantine/core";
import { IconEyeOff, IconTable } from "@tabler/icons-react";
import { Link, Navigate, useLocation, useParams } from "react-router";
import type { ModelId } from "#engine/definition/ids";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Screen } from "../../components/Screen.tsx";
import { useDraftPart, useReader } from "../../draft-session/react/use-draft.ts";
import { useApp } from "../../session/use-app.ts";
import { useMay } from "../../session/use-may.ts";
import classes from "./data.module.css";
import { ModelRows } from "./ModelRows.tsx";
import { ModelSwitcher } from "./ModelSwitcher.tsx";

/** The rows of each model, live or kept with the draft: `/apps/:appId/data/:modelId?`. */
export function DataScreen() {
  const app = useApp();
  const may = useMay();
  const reader = useReader();
  const { modelId } = useParams();
  const { search } = useLocation();
  const live = useDraftPart((view) => view.live);
  const model = modelId === undefined ? undefined : reader.model(modelId as ModelId);

  if (!may("readRows")) {
    return (
      <Screen title="Data">
        <EmptyState icon={<IconEyeOff size={32} stroke={1.25} />} title="Rows are not shown to you">
          You are a viewer: you see what is drawn, and not what people have put into it. An owner can give you “data”
          under Members.
        </EmptyState>
      </Screen>
    );
  }
  if (!model) {
    const first = reader.models.find((each) => live?.definition.records[each.id]) ?? reader.models[0];
    if (first) return <Navigate to={`/apps/${app.id}/data/${first.id}${search}`} replace />;
    return (
      <Screen title="Data">
        <EmptyState
          icon={<IconTable size={32} stroke={1.25} />}
          title="Rows will be here"
          action={
            may("edit") ? (
              <Button component={Link} to={`/apps/${app.id}/models`}>
                Draw a model
              </Button>
            ) : null
          }
          example="A model Book with the fields Title and Price gives a sheet of books."
        >
          Each model has a sheet of its rows: sort, filter, type into cells, paste from a spreadsheet.
        </EmptyState>
      </Screen>
    );
  }
  return (
    <div className={classes.screen}>
      <ModelSwitcher appId={app.id} models={reader.models} currentId={model.id} live={live?.definition} />
      <ModelRows key={model.id} app={app} model={model} live={live} />
    </div>
  );
}
