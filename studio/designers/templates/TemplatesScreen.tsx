import { Screen } from "../../components/Screen.tsx";

export function TemplatesScreen() {
  return <Screen title="Templates">{null}</Screen>;
}
