import type { Problem } from "../../problem.ts";
import { positionOf } from "../../problem.ts";

/**
 * Everything that can be wrong with a template. Codes are stable:
 *
 * - TEMPLATE_E019  `{{`, `{%` without its end
 * - TEMPLATE_E002  unknown tag
 * - TEMPLATE_E003  a tag that is not written as it should be
 * - TEMPLATE_E004  a tag that is not closed, or closes nothing
 * - TEMPLATE_E005  too long, too deep, too much in one page
 * - TEMPLATE_E006  an expression that cannot be read
 * - TEMPLATE_E007  an expression that does not fit: unknown variable, wrong type
 * - TEMPLATE_E008  unknown filter, or a filter on a value it is not for
 * - TEMPLATE_E009  `{% url %}` to no route, with a missing or unknown parameter
 * - TEMPLATE_E010  a template that does not exist
 * - TEMPLATE_E011  templates that include or extend each other in a circle
 * - TEMPLATE_E012  `{% extends %}` that is not first, or twice
 * - TEMPLATE_E013  two blocks of one name
 * - TEMPLATE_E014  `{{ }}` where no value is safe: script, style, comment, handler, tag or attribute name
 * - TEMPLATE_E015  a branch that ends in another place of the HTML than it began
 * - TEMPLATE_E016  the template ends inside a tag, an attribute, a comment
 * - TEMPLATE_E017  `{{ }}` in an attribute without quotes
 * - TEMPLATE_E018  HTML that browsers read in a way nobody expects
 * - TEMPLATE_E020  an address that is a script, or a page written as data
 * - TEMPLATE_W001  content outside the blocks of a template that extends another: it is not shown
 * - TEMPLATE_W002  a block that the extended template does not have: it is not shown
 * - TEMPLATE_W003  a branch that leaves other elements open than it found
 * - TEMPLATE_W004  a script, a handler or a frame: pages run and load none
 * - TEMPLATE_W005  a form that is refused: sent to another site
 * - FORM_E001  `{% form %}` of a form that does not exist, or that cannot stand on this page
 * - FORM_E002  a field that the form does not have
 * - FORM_E003  a field that stands in its form twice
 * - FORM_E005  a form or a part of one where none can stand
 * - FORM_E006  a form that is written by hand and sends with post
 * - FORM_W001  `{% csrf_token %}`, which is not needed
 * - FORM_W003  a field that must be sent and is not shown
 * - QUERY_E003  `{% query %}` in a loop
 * - QUERY_E004  a query that does not exist, or on a page that runs none
 * - QUERY_E005  an argument that is missing, unknown, of another type, or not known before the page is read
 * - QUERY_E006  the rows of a query under a name that the page itself has
 * - QUERY_E007  too many queries on one page
 */
export type TemplateProblemCode = `${"TEMPLATE" | "FORM" | "QUERY"}_${"E" | "W"}${string}`;

export interface TemplateProblem {
  readonly code: TemplateProblemCode;
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

export const MAX_PROBLEMS = 100;

/** As the studio shows it. `recordId` is the template's; a built-in template has none. */
export function toProblem(problem: TemplateProblem, source: string, recordId?: Problem["recordId"]): Problem {
  return {
    code: problem.code,
    severity: problem.code.includes("_W") ? "warning" : "error",
    ...(recordId === undefined ? {} : { recordId }),
    property: "source",
    message: problem.message,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    at: positionOf(source, problem.start, problem.end),
  };
}
