import type { DefinitionReader } from "../definition/reader.ts";
import { requiredVariables } from "../email/account-mails.ts";
import type { Problem } from "../problem.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { analyzeTemplate } from "../templates/analyze/analyze-template.ts";
import { type MailEntry, ownMailEntries } from "../views/mails/mail-entries.ts";
import { MAIL_BASE } from "../views/mails/mail-sources.ts";
import { type Check, problem, repeated } from "./check.ts";

/** Some mail programs show no more than about 100 kB of a mail. */
const LONGEST = 100_000;

/** Mails, except for what their templates name (check-templates.ts). */
export const checkMails: Check = (reader) => {
  const mails = reader.ofKind("mailTemplate");
  const isLayoutOwn = reader.templateByName(MAIL_BASE) !== undefined;
  const hasOwn = isLayoutOwn || reader.templates.some(({ name }) => name.startsWith("mails/"));
  if (mails.length === 0 && !hasOwn) return [];
  return [
    ...repeated(mails, ({ name }) => name).map(({ item, first }) =>
      problem("MAIL_E002", {
        on: item.id,
        property: "name",
        message: `The mails "${first.label}" and "${item.label}" both have the name "${item.name}".`,
        hint: "Give one of them another name.",
      }),
    ),
    ...mails.flatMap((mail) => missing(reader, mail)),
    ...ownMailEntries(reader, compileRoutes(reader.routes)).flatMap(insides),
  ];
};

function missing(
  reader: DefinitionReader,
  { id, label, templateId, modelId }: Extract<MailEntry["kind"], { of: "builder" }>["record"],
): Problem[] {
  const template = reader.template(templateId)
    ? []
    : [
        problem("MAIL_E003", {
          on: id,
          property: "templateId",
          message: `The template of the mail "${label}" does not exist.`,
          hint: "Choose another template, or delete the mail.",
        }),
      ];
  if (modelId === undefined || reader.model(modelId)) return template;
  return [
    ...template,
    problem("MAIL_E004", {
      on: id,
      property: "modelId",
      message: `The mail "${label}" is about a row of a model that does not exist.`,
      hint: "Choose another model, or delete the mail.",
    }),
  ];
}

function insides(entry: MailEntry): Problem[] {
  const { kind, unit } = entry;
  if (unit.recordId === undefined) return [];
  const on = unit.recordId;
  const found: Problem[] = [];
  if (kind.of === "account") {
    const { paths } = analyzeTemplate({ entry: unit, lookup: entry.lookup, scope: entry.scope }).reads;
    for (const name of requiredVariables[kind.name])
      if (!paths.has(`mail.${name}`))
        found.push(
          problem("MAIL_E001", {
            on,
            property: "source",
            message: `${unit.name} does not show {{ mail.${name} }}, without which the mail is of no use.`,
            hint: `Add a link with href="{{ mail.${name} }}", or delete the template to have the built-in mail again.`,
          }),
        );
  }
  if (unit.source.length > LONGEST)
    found.push(
      problem("MAIL_W005", {
        on,
        property: "source",
        message: `${unit.name} is longer than ${LONGEST / 1_000} kB; some mail programs cut such a mail off.`,
      }),
    );
  return found;
}
