import { Screen } from "../../components/Screen.tsx";
import { useReader } from "../../draft-session/use-draft.ts";

export function ModelsScreen() {
  const reader = useReader();
  return (
    <Screen title="Models">
      <ul>
        {reader.models.map((model) => (
          <li key={model.id}>{model.label}</li>
        ))}
      </ul>
    </Screen>
  );
}
