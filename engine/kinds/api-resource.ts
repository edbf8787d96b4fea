import type { ApiResourceRecord } from "../definition/records/access.ts";
import type { KindFacts } from "./kind-facts.ts";

export const apiResource: KindFacts<ApiResourceRecord> = {
  noun: "REST resource",
  describe: () => "the REST resource",
  owner: { property: "modelId", kinds: ["model"] },
  onlyOnePer: () => "",
  references: () => [],
  expressions: () => [],
  longTexts: [],
  isSeenByPages: false,
  file: { place: "owner", key: "rest", isIdOnly: true },
};
