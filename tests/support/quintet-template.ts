import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startQuintet } from "./quintet.ts";
import { bundleServer } from "./server-bundle.ts";

/**
 * Playwright's global set-up: starts one Quintet on an empty folder and stops it. Each file begins with a copy of what it
 * left, an installation in which nobody is registered, and so does not make a cluster and run all migrations anew.
 */
export default async function makeTemplate(): Promise<() => void> {
  process.env.TEST_QUINTET_PROGRAM = await bundleServer();
  const folder = mkdtempSync(join(tmpdir(), "quintet-template-"));
  const quintet = await startQuintet({ dataFolder: folder });
  await quintet.stop();
  // Where Postgres may not enter this folder its data is elsewhere, and a copy would hold nothing.
  if (existsSync(join(folder, "postgres", "data"))) {
    // Otherwise each copy would first try the port of the others.
    rmSync(join(folder, "postgres", "port"), { force: true });
    process.env.TEST_QUINTET_TEMPLATE = folder;
  }
  return () => rmSync(folder, { recursive: true, force: true });
}
