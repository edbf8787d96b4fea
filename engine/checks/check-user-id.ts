import { whoOf } from "../definition/grants.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { referencesOf } from "../expressions/references.ts";
import { modelShapes, ruleScope } from "../expressions/scope.ts";
import { scalar } from "../value-types/value-type.ts";
import { type Check, problem } from "./check.ts";

const doing = { read: "read", create: "add rows to", update: "change rows of", delete: "delete rows of" } as const;

/**
 * Rules that read `user.id`, in an app with API keys: a key has no `user.id`, so such a rule never holds for one. Not
 * part of `checkApp`, because the definition does not say whether there are keys; code that knows it runs this check.
 */
export const checkUserId: Check = (reader) => {
  const shapes = modelShapes(reader);
  return reader.models.flatMap((model) =>
    reader.rules(model.id).flatMap((rule) => {
      // A rule for people who sign in, or for visitors, gives nothing to keys anyway.
      if (!rule.expression.includes("user") || ["users", "visitors"].includes(whoOf(rule))) return [];
      const parsed = parseExpression(rule.expression);
      const checked = parsed.ok
        ? checkExpression(parsed.expression, ruleScope(model.id, shapes), scalar("bool"))
        : undefined;
      const readsId =
        checked?.ok &&
        referencesOf(checked.typed).paths.some(([variable, member]) => `${variable}.${member}` === "user.id");
      if (!readsId) return [];
      return [
        problem("RULE_W007", {
          on: rule.id,
          property: "expression",
          message: `Who may ${doing[rule.action]} ${model.label} reads user.id, which API keys do not have: that part of the rule never holds for a key.`,
          hint: "Write user.key, the number of the key, if keys are meant.",
        }),
      ];
    }),
  );
};
