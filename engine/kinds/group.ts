import type { GroupRecord } from "../definition/records/access.ts";
import type { KindFacts } from "./kind-facts.ts";

export const group: KindFacts<GroupRecord> = {
  noun: "group",
  describe: ({ label }) => `group ${label}`,
  references: () => [],
  expressions: () => [],
  longTexts: [],
  rename: (record, name) => ({ groups: new Map([[record.name, name]]) }),
  isSeenByPages: false,
  file: { place: "list", file: "groups.json" },
};
