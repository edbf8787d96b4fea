import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { ImportId } from "#contract/platform-ids";
import type { ServerContext } from "../context.ts";
import { convertedPath } from "./reading/detect-format.ts";

/** Where an uploaded file waits to be imported. The name is the id's: what the file was called never reaches the disk. */
export async function importFilePath(context: Pick<ServerContext, "config">, importId: ImportId): Promise<string> {
  const folder = path.resolve(context.config.dataFolder, "imports");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, importId);
}

export async function removeImportFile(filePath: string): Promise<void> {
  await rm(convertedPath(filePath), { force: true });
  await rm(filePath, { force: true });
}
