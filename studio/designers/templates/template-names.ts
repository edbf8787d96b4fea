import type { DefinitionReader } from "#engine/definition/reader";
import { templateRecordSchema } from "#engine/definition/records/template";

export function freeTemplateName(reader: DefinitionReader): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? "page.html" : `page-${number}.html`;
    if (!reader.templateByName(name)) return name;
  }
}

/** Why a name cannot be used; undefined when it can. */
export function templateNameProblem(name: string): string | undefined {
  const parsed = templateRecordSchema.shape.name.safeParse(name);
  return parsed.success ? undefined : `The name ${parsed.error.issues[0]?.message ?? "is not right"}.`;
}
