import { groupIdOf, whoOf } from "#engine/definition/grants";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RuleAction, Who } from "#engine/definition/records/access";
import { usersModelOf } from "#engine/definition/users";

export interface MatrixColumn {
  readonly who: Who;
  readonly label: string;
}

/** Those that rules can be for. A group that was deleted is there as long as a rule is for it, so that one can take it away. */
export function matrixColumns(reader: DefinitionReader): readonly MatrixColumn[] {
  const rules = [...reader.ofKind("rule"), ...reader.ofKind("fieldRule")].map(whoOf);
  const known = new Set<Who>(reader.groups.map(({ id }) => id));
  const deleted = [...new Set(rules)].filter((who) => groupIdOf(who) !== undefined && !known.has(who));
  return [
    { who: "everyone", label: "Everyone" },
    { who: "visitors", label: "Visitors" },
    ...(usersModelOf(reader) || rules.includes("users") ? [{ who: "users", label: "Signed in" } as const] : []),
    ...reader.groups.map(({ id, label }) => ({ who: id, label })),
    ...deleted.map((who) => ({ who, label: "Deleted group" })),
  ];
}

export const actionVerbs: Readonly<Record<RuleAction, string>> = {
  read: "read",
  create: "add",
  update: "change",
  delete: "delete",
};

export const actionLetters: Readonly<Record<RuleAction, string>> = {
  read: "R",
  create: "C",
  update: "U",
  delete: "D",
};
