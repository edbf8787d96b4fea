import { identifierProblem } from "#engine/definition/identifiers";
import type { FieldId, QueryId, RouteId, TemplateId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { renameField } from "#engine/edits/commands/fields";
import { renameQuery } from "#engine/edits/commands/queries";
import { renameRoute, renameTemplate } from "#engine/edits/commands/routes";
import { renameBlock } from "#engine/edits/commands/templates";
import type { WordTarget } from "#engine/views/assist/describe-template";
import type { useDraft } from "../../draft-session/react/use-draft.ts";
import { templateNameProblem } from "./template-names.ts";

interface Renaming {
  readonly title: string;
  readonly name: string;
  readonly reach: string;
  readonly problem: (name: string) => string | undefined;
  readonly command: (name: string) => Parameters<ReturnType<typeof useDraft>["attempt"]>[0];
}

/** How what a word of a template means is renamed; undefined where it cannot be. */
export function renamingOf(
  reader: DefinitionReader,
  target: WordTarget,
  templateId: TemplateId | undefined,
): Renaming | undefined {
  switch (target.kind) {
    case "field":
      return fieldRenaming(reader, target.fieldId);
    case "route":
      return routeRenaming(reader, target.routeId);
    case "query":
      return queryRenaming(reader, target.queryId);
    case "template":
      return templateRenaming(reader, target.name);
    case "block":
      return templateId === undefined ? undefined : blockRenaming(reader, target.name, templateId);
  }
}

function fieldRenaming(reader: DefinitionReader, fieldId: FieldId): Renaming | undefined {
  const field = reader.field(fieldId);
  return (
    field && {
      title: `Rename the field ${field.label}`,
      name: field.name,
      reach: "Templates, rules and titles follow. In the API it is called so too.",
      problem: (name) =>
        identifierProblem(name) ??
        (reader.fields(field.modelId).some((other) => other.name === name) ? "There is such a field." : undefined),
      command: (name) => renameField(reader, { fieldId: field.id, name }),
    }
  );
}

function routeRenaming(reader: DefinitionReader, routeId: RouteId): Renaming | undefined {
  const route = reader.routes.find(({ id }) => id === routeId);
  return (
    route && {
      title: `Rename the route ${route.path}`,
      name: route.name,
      reach: "Templates that link to it follow. Its address stays.",
      problem: (name) =>
        identifierProblem(name) ??
        (reader.routes.some((other) => other.name === name) ? "There is such a route." : undefined),
      command: (name) => renameRoute(reader, { routeId: route.id, name }),
    }
  );
}

function queryRenaming(reader: DefinitionReader, queryId: QueryId): Renaming | undefined {
  const query = reader.ofKind("query").find(({ id }) => id === queryId);
  return (
    query && {
      title: `Rename the query ${query.label}`,
      name: query.name,
      reach: "Templates that show it follow.",
      problem: (name) =>
        identifierProblem(name) ??
        (reader.ofKind("query").some((other) => other.name === name) ? "There is such a query." : undefined),
      command: (name) => renameQuery(reader, { queryId: query.id, name }),
    }
  );
}

function templateRenaming(reader: DefinitionReader, called: string): Renaming | undefined {
  const template = reader.templateByName(called);
  if (!template || template.name.startsWith("_")) return undefined;
  return {
    title: `Rename the template ${template.name}`,
    name: template.name,
    reach: "Templates that include or extend it follow.",
    problem: (name) => templateNameProblem(reader, name, template.id),
    command: (name) => renameTemplate(reader, { templateId: template.id, name }),
  };
}

const blockRenaming = (reader: DefinitionReader, block: string, templateId: TemplateId): Renaming => ({
  title: `Rename the block ${block}`,
  name: block,
  reach: "Layouts and templates that fill it follow.",
  problem: (name) =>
    /^[A-Za-z_]\w*$/.test(name) ? undefined : "A block is called by one word of letters, digits and _.",
  command: (name) => renameBlock(reader, { templateId, name: block, to: name }),
});
