import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.ts";
import { ModelNameForm } from "./ModelNameForm.tsx";

/** The first model of an app, named in the empty place itself. */
export function FirstModel() {
  const set = useModelsUi((ui) => ui.set);
  const actions = useModelActions();
  return (
    <ModelNameForm
      onAdd={(model) => actions.addModel({ ...model, at: { x: 0, y: 0 } })}
      onCancel={() => set({ isNamingModel: false })}
    />
  );
}
