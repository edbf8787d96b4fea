import type { Problem } from "../problem.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { analyzeTemplate } from "../templates/analyze/analyze-template.ts";
import type { TemplateUnit } from "../templates/syntax/parsed-template.ts";
import type { TemplateNode } from "../templates/syntax/template-tree.ts";
import { bodiesOf, linksOf } from "../templates/tags/registry.ts";
import { type AccountEntry, ownAccountEntries } from "../views/accounts/account-entries.ts";
import type { AccountPageName } from "../views/accounts/account-sources.ts";
import { type Check, problem } from "./check.ts";

/** What each page sends: without one of these inputs nobody can do what the page is for. */
const inputs: Readonly<Record<AccountPageName, readonly string[]>> = {
  "sign-in": ["email", "password", "next"],
  "sign-out": [],
  "sign-up": [],
  verify: ["code"],
  invitation: ["password", "again"],
  reset: ["email"],
  password: ["current", "password"],
  profile: ["name"],
  address: ["email"],
  sessions: ["end"],
  delete: [],
  confirm: ["password", "next"],
};

/** Pages of accounts that a builder has taken over, except for what they name (check-templates.ts). */
export const checkAccountPages: Check = (reader) =>
  reader.templates.some(({ name }) => name.startsWith("accounts/"))
    ? ownAccountEntries(reader, compileRoutes(reader.routes)).flatMap(formOf)
    : [];

function formOf(entry: AccountEntry): Problem[] {
  const { name, unit } = entry;
  const { recordId } = unit;
  if (recordId === undefined) return [];
  const lost = (what: string): Problem =>
    problem("USER_E006", {
      on: recordId,
      property: "source",
      message: `${unit.name} has lost ${what}, without which the page is of no use.`,
      hint: "Take the change back, or delete the template to have the built-in page again.",
    });
  const source = sourcesOf(entry).join("\n");
  if (name === "sign-up") {
    const isThere = /\{%-?\s*form\b/.test(source) && /\{%-?\s*submit\b/.test(source);
    const asks = /\{%-?\s*(?:fields\b|field\s+"email")/.test(source);
    return [...(isThere ? [] : [lost("its form")]), ...(asks ? [] : [lost("the fields of its form")])];
  }
  const { paths } = analyzeTemplate({ entry: unit, lookup: entry.lookup, scope: entry.scope }).reads;
  const hasForm = /<form\b/.test(source) && paths.has("account.method");
  const named = new Set([...source.matchAll(/\bname=["']?([\w-]+)/g)].map(([, input]) => input));
  const missing = inputs[name].filter((input) => !named.has(input));
  return [
    ...(hasForm ? [] : [lost('its form, <form method="{{ account.method }}">')]),
    ...missing.map((input) => lost(`the input "${input}"`)),
    ...(paths.has("account.problem") ? [] : [lost("{{ account.problem }}, which says what was wrong")]),
  ];
}

/** The page with the templates that it includes; its layout has no form of it. */
function sourcesOf({ unit, lookup }: AccountEntry): readonly string[] {
  const seen = new Map<string, string>();
  const visit = (one: TemplateUnit | undefined): void => {
    if (!one || seen.has(one.name)) return;
    seen.set(one.name, one.source);
    for (const name of namesIn(one.parsed.tree.nodes)) visit(lookup(name, one));
  };
  visit(unit);
  return [...seen.values()];
}

const namesIn = (nodes: readonly TemplateNode[]): readonly string[] =>
  nodes.flatMap((node) => [
    ...linksOf(node).flatMap(({ to, name }) => (to === "template" ? [name] : [])),
    ...bodiesOf(node).flatMap(namesIn),
  ]);
