import type { AppDefinition } from "#engine/definition/app-definition";
import { toFiles } from "#engine/serialization/definition-files";
import { zipFiles } from "./zip-files.ts";

/** Saves a definition as text files, in one archive. */
export function downloadDefinition(definition: AppDefinition, fileName: string): void {
  const url = URL.createObjectURL(new Blob([zipFiles(toFiles(definition))], { type: "application/zip" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
