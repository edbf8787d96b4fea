import type { TemplateId } from "../../definition/ids.ts";
import { parseTemplate } from "./parse-template.ts";
import type { TemplateUnit } from "./parsed-template.ts";

export const templateUnit = (name: string, source: string, recordId?: TemplateId): TemplateUnit => ({
  name,
  source,
  parsed: parseTemplate(source),
  ...(recordId === undefined ? {} : { recordId }),
});
