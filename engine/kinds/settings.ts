import type { AppSettings } from "../definition/app-definition.ts";
import type { KindFacts } from "./kind-facts.ts";

export const settings: KindFacts<AppSettings> = {
  noun: "settings",
  describe: () => "the app's settings",
  references: () => [],
  expressions: () => [],
  longTexts: [],
  isSeenByPages: true,
  file: { place: "app" },
};
