import { Screen } from "../../components/Screen.tsx";

export function ApiScreen() {
  return <Screen title="API">{null}</Screen>;
}
