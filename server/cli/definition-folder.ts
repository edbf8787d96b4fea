import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { AppDefinition } from "#engine/definition/app-definition";
import {
  fromFiles,
  isDefinitionFile,
  isDefinitionFolder,
  meantFile,
  toFiles,
} from "#engine/serialization/definition-files";
import { CliError } from "./cli-error.ts";

const MAX_FILES = 5_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** Reads an app's files; every mistake of every file is told at once. */
export function readDefinitionFolder(folder: string): AppDefinition {
  const files = new Map<string, string>();
  let bytes = 0;
  for (const name of listOurs(folder)) {
    const file = path.join(folder, name);
    bytes += statSync(file).size;
    if (files.size >= MAX_FILES || bytes > MAX_BYTES) {
      throw new CliError("files_too_large", `${folder} holds more than ${MAX_FILES} files or 32 MB: that is no app.`);
    }
    files.set(name, readFileSync(file, "utf8"));
  }
  if (!files.has("app.json")) {
    throw new CliError("files_not_found", `${folder} has no app.json. \`npx quintet export\` writes an app's files.`);
  }
  refuseUnknownFiles(folder);
  const read = fromFiles(files);
  if (read.ok) return read.definition;
  throw new CliError("files_invalid", `${folder} cannot be read:`, {
    details: { problems: read.problems },
    lines: read.problems.map(({ file, message }) => `${file}: ${message}`),
  });
}

/** Writes an app's files and removes those of records that are gone. Gives the files' names. */
export function writeDefinitionFolder(folder: string, definition: AppDefinition, force: boolean): readonly string[] {
  const files = toFiles(definition);
  mkdirSync(folder, { recursive: true });
  const there = readdirSync(folder).filter((name) => !name.startsWith("."));
  if (there.length > 0 && !there.includes("app.json") && !force) {
    throw new CliError(
      "folder_not_empty",
      `${folder} has other files and no app.json. Name an empty folder, or add --force to write beside them.`,
    );
  }
  for (const name of files.keys()) refuseLinks(folder, name);
  for (const name of listOurs(folder)) if (!files.has(name)) rmSync(path.join(folder, name));
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (!isSame(file, text)) writeFileSync(file, text);
  }
  return [...files.keys()];
}

/** Another person's repository may contain `templates -> ../../.ssh`: nothing is written through a link in it. */
function refuseLinks(folder: string, name: string): void {
  const parts = name.split("/");
  for (let length = 1; length <= parts.length; length++) {
    const file = path.join(folder, ...parts.slice(0, length));
    if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new CliError("folder_has_links", `${file} is a link, and may lead anywhere. Remove it, then export again.`);
    }
  }
}

/** Unchanged files keep their time, so that editors and build tools see only changes. */
function isSame(file: string, text: string): boolean {
  try {
    return readFileSync(file, "utf8") === text;
  } catch {
    return false;
  }
}

/** The files that belong to an app; what else is beside them (a README, .git) is left alone. */
function listOurs(folder: string, inside = ""): string[] {
  return readdirSync(path.join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const name = inside === "" ? entry.name : `${inside}/${entry.name}`;
    // A link may point anywhere: only plain files and folders are an app's.
    if (entry.isDirectory()) return isDefinitionFolder(name) ? listOurs(folder, name) : [];
    return entry.isFile() && isDefinitionFile(name) ? [name] : [];
  });
}

/**
 * A file whose name is nearly one of an app's would be left out silently, and with it what it holds. Any other file may
 * stand beside an app's.
 */
function refuseUnknownFiles(folder: string): void {
  const unknown = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const names =
      entry.isDirectory() && isDefinitionFolder(entry.name)
        ? readdirSync(path.join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
        : [entry.name];
    return names.flatMap((file) => {
      const meant = file.split("/").at(-1)?.startsWith(".") ? undefined : meantFile(file);
      return meant === undefined ? [] : [{ file, meant }];
    });
  });
  if (unknown.length === 0) return;
  throw new CliError("files_unknown", `${folder} has files that are not read. Rename or remove them:`, {
    details: { unknown },
    lines: unknown.map(({ file, meant }) => `${file}: an app has ${meant}`),
  });
}

/** Whether a path is a folder; a path that is not there is a sentence. */
export function isFolder(target: string): boolean {
  try {
    return statSync(target).isDirectory();
  } catch (error) {
    throw new CliError("path_not_found", `There is nothing at ${target}.`, { cause: error });
  }
}
