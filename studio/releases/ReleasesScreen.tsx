import { Screen } from "../components/Screen.tsx";

export function ReleasesScreen() {
  return <Screen title="Releases">{null}</Screen>;
}
