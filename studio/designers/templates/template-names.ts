import type { TemplateId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { templateRecordSchema } from "#engine/definition/records/template";

/** Why a name cannot be used; undefined when it can. */
export function templateNameProblem(reader: DefinitionReader, name: string, id: TemplateId): string | undefined {
  if (name.startsWith("_")) return "Names that begin with _ are those of the built-in templates.";
  const parsed = templateRecordSchema.shape.name.safeParse(name);
  if (!parsed.success) return `The name ${parsed.error.issues[0]?.message ?? "is not right"}.`;
  const taken = reader.templateByName(name);
  return taken && taken.id !== id ? `There is a template ${name} already.` : undefined;
}
