import { type Principal, type RequestFacts, ruleSlot } from "../principal.ts";
import type { SqlValue } from "../sql/sql.ts";
import type { Statement } from "./guard.ts";

export type Slots = Readonly<Record<string, SqlValue>>;

/** Gives the values of a statement's parameters for one request. Made once per statement. */
export type Binder = (slots: Slots, caller: Principal, request: RequestFacts) => SqlValue[];

export function compileBinder(statement: Statement): Binder {
  const sources = statement.parameters.map((parameter) => {
    if ("value" in parameter) {
      const content = parameter.value;
      return () => content;
    }
    const name = parameter.slot;
    const rule = ruleSlot(name);
    if (rule) return (_slots: Slots, caller: Principal, request: RequestFacts) => rule(caller, request);
    return (slots: Slots): SqlValue => {
      const content = slots[name];
      // A fault of the engine, not of the caller: a missing value must not become NULL.
      if (content === undefined) throw new Error(`The statement's slot "${name}" has no value.`);
      return content;
    };
  });
  return (slots, caller, request) => {
    const values = new Array<SqlValue>(sources.length);
    for (let index = 0; index < sources.length; index++) {
      values[index] = (sources[index] as (typeof sources)[number])(slots, caller, request);
    }
    return values;
  };
}
