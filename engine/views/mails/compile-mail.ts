import { textOfHtml, titleOfHtml } from "../../email/text-of-html.ts";
import type { Problem } from "../../problem.ts";
import { type CompiledTemplate, compileTemplate, type TemplateData } from "../../templates/render/compile-template.ts";
import type { RenderBudget } from "../../templates/render/render-meter.ts";
import type { TemplateUnit } from "../../templates/syntax/parsed-template.ts";
import type { MailEntry } from "./mail-entries.ts";

/** A mail as it is sent. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export type MailResult =
  | { readonly ok: true; readonly mail: RenderedMail }
  /** A sentence for the app's builder. */
  | { readonly ok: false; readonly reason: string };

export type CompiledMail =
  | { readonly ok: true; readonly template: CompiledTemplate }
  | { readonly ok: false; readonly reason: string };

/** A mail, ready to be rendered. */
export function compileMail({ unit, lookup, scope }: MailEntry): CompiledMail {
  const result = compileTemplate({ entry: unit, lookup, scope });
  if (result.ok) return { ok: true, template: result.template };
  return { ok: false, reason: reasonOf(unit, result.problems[0]) };
}

/** Which template fails, and where in it. */
function reasonOf({ name, source }: TemplateUnit, problem: Problem | undefined): string {
  const before = problem?.at ? source.slice(0, problem.at.start) : undefined;
  const line = before === undefined ? "" : `, line ${before.split("\n").length}`;
  return `The template ${name}${line}: ${problem?.message ?? "it has problems."}`;
}

/** Renders a mail. Links to pages of the app become absolute: a mail is read elsewhere. */
export function renderMail(
  template: CompiledTemplate,
  { data, origin, budget }: { readonly data: TemplateData; readonly origin: string; readonly budget: RenderBudget },
): MailResult {
  const result = template.render(data, budget);
  if (!result.ok) return { ok: false, reason: `The mail is too much to render: ${result.problem.message}` };
  const html = result.html.replace(LINK, (_all, before: string) => `${before}${origin}/`);
  const subject = titleOfHtml(html);
  if (subject === "") return { ok: false, reason: "The mail has no subject: its block subject is empty." };
  return { ok: true, mail: { subject, html, text: textOfHtml(html) } };
}

/** The beginning of a path in an attribute; two slashes begin another host. */
const LINK = /(\s(?:href|src)=["'])\/(?!\/)/g;
