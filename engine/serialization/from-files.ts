import * as z from "zod";
import type { AppDefinition, DefinitionRecord } from "../definition/app-definition.ts";
import { definitionRecordSchema } from "../definition/app-definition.ts";
import { upgradeDefinition } from "../definition/upgrades/upgrade-definition.ts";
import { parsePlainJson } from "../plain-json.ts";
import {
  appFileSchema,
  groupsFileSchema,
  modelFileSchema,
  routesFileSchema,
  templatesFileSchema,
} from "./file-schemas.ts";
import type { DefinitionFiles } from "./to-files.ts";

/** What is wrong with a file, as a sentence for whoever edited it. */
export interface FileProblem {
  readonly file: string;
  readonly message: string;
}
export type FilesResult =
  | { readonly ok: true; readonly definition: AppDefinition }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** Reads what `toFiles` wrote, or a person did by hand. Every mistake of every file is told, not only the first. */
export function fromFiles(files: DefinitionFiles): FilesResult {
  const work = new Reading(files);
  const app = work.parse("app.json", appFileSchema);
  if (!files.has("app.json")) work.problem("app.json", "It is missing: it says the app's name and the format.");
  for (const file of files.keys()) if (/^models\/[^/]+\.json$/.test(file)) work.readModel(file);
  for (const route of work.parse("routes.json", routesFileSchema) ?? [])
    work.add("routes.json", { kind: "route", ...route });
  for (const group of work.parse("groups.json", groupsFileSchema) ?? [])
    work.add("groups.json", { kind: "group", ...group });
  work.readTemplates();
  for (const record of work.parse("others.json", z.array(definitionRecordSchema)) ?? [])
    work.add("others.json", record as DefinitionRecord);
  work.reportUnread();
  if (work.problems.length > 0 || !app) return { ok: false, problems: work.problems };
  const { format, ...settings } = app;
  const upgraded = upgradeDefinition({ formatVersion: format, settings, records: Object.fromEntries(work.records) });
  return upgraded.ok
    ? { ok: true, definition: upgraded.definition }
    : { ok: false, problems: [{ file: "app.json", message: upgraded.message }] };
}

class Reading {
  readonly problems: FileProblem[] = [];
  readonly records = new Map<string, DefinitionRecord>();
  readonly #files: DefinitionFiles;
  readonly #read = new Set<string>();
  readonly #fileOf = new Map<string, string>();

  constructor(files: DefinitionFiles) {
    this.#files = files;
  }

  problem(file: string, message: string): void {
    this.problems.push({ file, message });
  }

  parse<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | undefined {
    const text = this.#files.get(file);
    this.#read.add(file);
    if (text === undefined) return undefined;
    let json: unknown;
    try {
      json = parsePlainJson(text, "The file");
    } catch (error) {
      const { message, cause } = error as Error;
      this.problem(file, cause instanceof Error ? `It is not JSON: ${cause.message}` : message);
      return undefined;
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      this.problem(
        file,
        issue.path.length === 0 ? issue.message : `${issue.path.map(String).join(".")}: ${issue.message}`,
      );
    }
    return undefined;
  }

  add(file: string, record: DefinitionRecord): void {
    const other = this.#fileOf.get(record.id);
    if (other !== undefined) {
      this.problem(
        file,
        `The id ${record.id} is ${other === file ? "there twice" : `in ${other} too`}. An id belongs to one record for ever.`,
      );
      return;
    }
    this.#fileOf.set(record.id, file);
    this.records.set(record.id, record);
  }

  readModel(file: string): void {
    const parsed = this.parse(file, modelFileSchema);
    if (!parsed) return;
    const { fields, rules, rest, ...model } = parsed;
    this.add(file, { kind: "model", ...model });
    for (const { choices, ...field } of fields) {
      this.add(file, { kind: "field", modelId: model.id, ...field });
      for (const choice of choices) this.add(file, { kind: "choice", fieldId: field.id, ...choice });
    }
    for (const rule of rules) this.add(file, { kind: "rule", modelId: model.id, ...rule });
    for (const id of rest) this.add(file, { kind: "apiResource", id, modelId: model.id });
  }

  readTemplates(): void {
    for (const { file, ...template } of this.parse("templates.json", templatesFileSchema) ?? []) {
      const path = file ?? `templates/${template.name}`;
      const source = this.#files.get(path);
      this.#read.add(path);
      if (source === undefined) this.problem("templates.json", `The source of ${template.name} is not there: ${path}.`);
      else this.add("templates.json", { kind: "template", ...template, source });
    }
  }

  reportUnread(): void {
    for (const file of this.#files.keys()) {
      if (!this.#read.has(file))
        this.problem(
          file,
          file.startsWith("templates/") ? "It is not listed in templates.json." : "It is no file of an app.",
        );
    }
  }
}
