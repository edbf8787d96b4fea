import type { AppDefinition } from "../definition/app-definition.ts";
import { type DefinitionReader, readDefinition } from "../definition/reader.ts";
import type { Problem } from "../problem.ts";
import type { Check } from "./check.ts";
import { checkAccess } from "./check-access.ts";
import { checkAccountPages } from "./check-account-pages.ts";
import { checkAppSettings } from "./check-app-settings.ts";
import { checkConstraints } from "./check-constraints.ts";
import { checkExpressions } from "./check-expressions.ts";
import { checkFieldRules } from "./check-field-rules.ts";
import { checkFields } from "./check-fields.ts";
import { checkFlowRuns } from "./check-flow-runs.ts";
import { checkFlows } from "./check-flows.ts";
import { checkForms } from "./check-forms.ts";
import { checkFormulas } from "./check-formulas.ts";
import { checkLinks } from "./check-links.ts";
import { checkMails } from "./check-mails.ts";
import { checkModels } from "./check-models.ts";
import { checkQueries } from "./check-queries.ts";
import { checkRedirects } from "./check-redirects.ts";
import { checkRequiredCircles } from "./check-required-circles.ts";
import { checkRoutes } from "./check-routes.ts";
import { checkTemplates } from "./check-templates.ts";
import { checkUsers } from "./check-users.ts";
import { checkValidations } from "./check-validations.ts";

/** Every check, in the order in which the studio lists problems. */
const checks: readonly Check[] = [
  checkAppSettings,
  checkModels,
  checkUsers,
  checkFields,
  checkFormulas,
  checkLinks,
  checkRequiredCircles,
  checkConstraints,
  checkValidations,
  checkAccess,
  checkFieldRules,
  checkExpressions,
  checkQueries,
  checkRoutes,
  checkRedirects,
  checkForms,
  checkTemplates,
  checkMails,
  checkFlows,
  checkFlowRuns,
  checkAccountPages,
];

/**
 * All problems of a definition; without errors it can be published. Errors come first. Pure and fast enough to run
 * after each edit in the browser (200 models of ten fields take some milliseconds).
 */
export function checkApp(definition: AppDefinition): Problem[] {
  return checkReader(readDefinition(definition));
}

/** The same, for a caller that has a reader already. */
export function checkReader(reader: DefinitionReader): Problem[] {
  const steps = checkInSteps(reader);
  while (true) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** The same, check by check, for a caller that has other things to do in between. */
export function* checkInSteps(reader: DefinitionReader): Generator<undefined, Problem[]> {
  const found: Problem[] = [];
  for (const check of checks) {
    found.push(...check(reader));
    yield;
  }
  return [
    ...found.filter((problem) => problem.severity === "error"),
    ...found.filter((problem) => problem.severity === "warning"),
  ];
}
