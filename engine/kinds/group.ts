import type { GroupRecord } from "../definition/records/access.ts";
import type { KindFacts } from "./kind-facts.ts";
import { namesBetween } from "./source-renames.ts";

export const group: KindFacts<GroupRecord> = {
  noun: "group",
  describe: ({ label }) => `group ${label}`,
  references: () => [],
  expressions: () => [],
  longTexts: [],
  rename: (before, after) => ({ groups: namesBetween(before, after) }),
  isSeenByPages: false,
  file: { place: "list", file: "groups.json" },
};
