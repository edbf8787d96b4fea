import { compileRules } from "../access/compile-rules.ts";
import { groupIdOf } from "../definition/grants.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldAction, RuleAction, Who } from "../definition/records/access.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { type Principal, visitor } from "../principal.ts";

export type RowsVerdict = "none" | "some" | "all";

/** What callers may do by all rules together, as the statements of the app decide it. */
export interface AccessVerdicts {
  /** Undefined for everyone, who are no callers of one class. */
  rows(who: Who, modelId: ModelId, action: RuleAction): RowsVerdict | undefined;
  field(who: Who, field: FieldRecord, action: FieldAction): boolean | undefined;
}

/** A group is judged by an API key of it, which has nothing but the group. */
export function accessVerdicts(reader: DefinitionReader): AccessVerdicts {
  const rules = compileRules(reader, "app");
  const callers = new Map<Who, Principal | undefined>();
  const classOf = (who: Who) => {
    if (!callers.has(who)) callers.set(who, callerOf(reader, who));
    const caller = callers.get(who);
    return caller && rules.classOf(caller);
  };
  return {
    rows(who, modelId, action) {
      const access = classOf(who)?.access(modelId, action);
      if (access === undefined) return undefined;
      return access.kind === "open" ? "all" : access.kind === "closed" ? "none" : "some";
    },
    field: (who, field, action) => classOf(who)?.may(action, field),
  };
}

function callerOf(reader: DefinitionReader, who: Who): Principal | undefined {
  if (who === "everyone") return undefined;
  if (who === "visitors") return visitor;
  if (who === "users") {
    return {
      kind: "user",
      id: 0,
      name: "",
      email: "",
      groups: new Set(),
      staff: false,
      administrator: false,
      values: {},
      session: { id: 0, stamp: "", credential: "" },
    };
  }
  const group = reader.groups.find(({ id }) => id === groupIdOf(who));
  return group && { kind: "key", id: 0, name: "", groups: new Set([group.name]) };
}
