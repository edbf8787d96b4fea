import { sql } from "../../sql/sql.ts";
import { describeType, scalar } from "../../value-types/value-type.ts";
import { convertTo, unify } from "../convert.ts";
import { at, mismatch, type Operation, resolved } from "../operation.ts";

/**
 * `c ? a : b`. When the condition is unknown, so is the result: neither branch is used. In SQL that is CASE WHEN c THEN
 * a WHEN NOT c THEN b END; the form below means the same and prints c once, so that a condition that contains ternaries
 * does not double the statement at each level.
 */
export const conditional: Operation = {
  name: "?:",
  check: (operands) => {
    const [first, whenTrue, whenFalse] = operands;
    if (!first || !whenTrue || !whenFalse) throw new Error("A ternary has three operands.");
    const condition = convertTo(first, scalar("bool"));
    if (!condition.ok) {
      return mismatch(`Before ? stands a condition; this is ${describeType(first.type)}.`, {
        operand: 0,
        hint: "Compare it with something, such as == or != null.",
      });
    }
    const branches = unify([whenTrue, whenFalse]);
    if (!branches.ok)
      return mismatch(branches.message, {
        operand: branches.operand + 1,
        code: branches.code,
        hint: "Both results of ? : have one type.",
      });
    return resolved(branches.type, [condition.expression, ...branches.operands], {
      js: (evaluators) => {
        const decide = at(evaluators, 0);
        const yes = at(evaluators, 1);
        const no = at(evaluators, 2);
        return (frame) => {
          const decision = decide(frame);
          return decision === null ? null : decision === true ? yes(frame) : no(frame);
        };
      },
      sql: (parts) =>
        sql`(CASE ${at(parts, 0).sql} WHEN true THEN ${at(parts, 1).sql} WHEN false THEN ${at(parts, 2).sql} END)`,
    });
  },
};
