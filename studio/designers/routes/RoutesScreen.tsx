import { Screen } from "../../components/Screen.tsx";

export function RoutesScreen() {
  return <Screen title="Routes">{null}</Screen>;
}
