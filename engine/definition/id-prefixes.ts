/** The three letters with which the ids of each kind of record begin. A new kind is a line here. */
export const idPrefixes = {
  model: "mdl",
  field: "fld",
  choice: "cho",
  route: "rte",
  template: "tpl",
  group: "grp",
  rule: "rul",
  apiResource: "api",
} as const;

export type RecordKind = keyof typeof idPrefixes;
