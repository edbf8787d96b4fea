import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useRef } from "react";
import type { ModelRecord } from "#engine/definition/records/model";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { useModelsPlace } from "../use-models-place.ts";
import { FieldTable } from "./FieldTable.tsx";
import classes from "./ModelList.module.css";
import { ModelsPane } from "./ModelsPane.tsx";
import { useListKeys } from "./use-list-keys.ts";

/** Everything the canvas can do, as two tables: models at the left, the fields of one at the right. */
export function ModelList() {
  const reader = useReader();
  const place = useModelsPlace();
  const model = place.modelId ? reader.model(place.modelId) : undefined;
  const view = useRef<HTMLDivElement>(null);
  useListKeys(view);
  return (
    <div ref={view} className={classes.view} data-open={model ? true : undefined}>
      <ModelsPane />
      {model ? <FieldsPane model={model} /> : <p className={classes.choose}>Choose a model to see its fields.</p>}
    </div>
  );
}

function FieldsPane({ model }: { readonly model: ModelRecord }) {
  const place = useModelsPlace();
  return (
    <section className={classes.fields} aria-label={`Fields of ${model.label}`}>
      <header className={classes.head}>
        <Button
          className={classes.back ?? ""}
          size="sm"
          variant="subtle"
          color="gray"
          leftSection={<IconArrowLeft size={16} stroke={1.5} />}
          onClick={() => place.select({})}
        >
          Models
        </Button>
        <h2>{model.label}</h2>
        <code className={classes.name}>{model.name}</code>
      </header>
      <FieldTable model={model} />
    </section>
  );
}
