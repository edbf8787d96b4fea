import type { CliCommand } from "../command.ts";

/**
 * Every command by its name, in the order of help. Each is loaded when it is called, since what one needs (a database,
 * the whole engine) takes several times as long to load as what another does.
 */
export const commands: Readonly<Record<string, () => Promise<CliCommand>>> = {
  create: async () => (await import("./create.ts")).create,
  apps: async () => (await import("./apps.ts")).apps,
  import: async () => (await import("./import.ts")).importPath,
  export: async () => (await import("./export.ts")).exportApp,
  check: async () => (await import("./check.ts")).check,
  plan: async () => (await import("./plan.ts")).plan,
  publish: async () => (await import("./publish.ts")).publish,
  rollback: async () => (await import("./rollback.ts")).rollback,
  routes: async () => (await import("./routes.ts")).routes,
  token: async () => (await import("./token.ts")).token,
  backup: async () => (await import("./backup.ts")).backup,
  restore: async () => (await import("./restore.ts")).restore,
  doctor: async () => (await import("./doctor.ts")).doctor,
};
