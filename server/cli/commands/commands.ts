import type { CliCommand } from "../command.ts";
import { apps } from "./apps.ts";
import { backup } from "./backup.ts";
import { check } from "./check.ts";
import { create } from "./create.ts";
import { doctor } from "./doctor.ts";
import { exportApp } from "./export.ts";
import { importPath } from "./import.ts";
import { plan } from "./plan.ts";
import { publish } from "./publish.ts";
import { restore } from "./restore.ts";
import { rollback } from "./rollback.ts";
import { routes } from "./routes.ts";
import { token } from "./token.ts";

/** Every command, in the order of help. */
export const commands: readonly CliCommand[] = [
  create,
  apps,
  importPath,
  exportApp,
  check,
  plan,
  publish,
  rollback,
  routes,
  token,
  backup,
  restore,
  doctor,
];
