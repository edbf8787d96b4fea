import { statfs } from "node:fs/promises";
import { QueryTypes } from "sequelize";
import type { Finding } from "#contract/http/diagnosis";
import { UserError } from "#engine/errors";
import { quintetVersion } from "../../config/version.ts";
import type { ServerContext } from "../../context.ts";
import { installationWorkspace } from "../../mail/installation-workspace.ts";
import { mailStatus } from "../../mail/mail-status.ts";
import type { Actor } from "../../policies/actor.ts";
import { authorizeInWorkspace } from "../../policies/authorize.ts";
import { findBtreeGist } from "./find-btree-gist.ts";
import { findDriftOfApps } from "./find-drift-of-apps.ts";
import { findUnfinishedApps } from "./find-unfinished-apps.ts";

/** Checks everything that can be wrong without an error. A check that fails is a finding too and stops nothing. */
export async function diagnose(
  context: ServerContext,
  actor: Actor,
): Promise<{ version: string; findings: readonly Finding[] }> {
  authorizeInWorkspace(actor, "diagnose");
  if ((await installationWorkspace()) !== actor.workspaceId) {
    throw new UserError("not_found", "The installation is managed in its first workspace.");
  }
  const looks: readonly [string, () => Promise<readonly Finding[]> | readonly Finding[]][] = [
    ["program", () => lookAtProgram(context)],
    ["database", () => lookAtDatabase(context)],
    ["extensions", () => findBtreeGist(context)],
    ["disk", () => lookAtDisk(context)],
    ["jobs", () => lookAtJobs(context)],
    ["mail", () => lookAtMail(context)],
    ["system tables", () => findUnfinishedApps(context, actor)],
    ["apps", () => findDriftOfApps(context, actor)],
  ];
  const findings: Finding[] = [];
  for (const [code, look] of looks) {
    try {
      findings.push(...(await look()));
    } catch (error) {
      context.log.error({ err: error, look: code }, "a look of the doctor failed");
      findings.push({
        code,
        state: "error",
        message: `The ${code} could not be looked at; the server's log says why.`,
      });
    }
  }
  return { version: quintetVersion(), findings };
}

const ok = (code: string, message: string): Finding => ({ code, state: "ok", message });

function lookAtProgram({ config }: ServerContext): Finding[] {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const findings: Finding[] = [
    major >= 22
      ? ok("program.node", `Node ${process.versions.node}.`)
      : {
          code: "program.node",
          state: "warning",
          message: `Node ${process.versions.node} gets no security fixes any more.`,
          hint: "Run Quintet on Node 24.",
        },
  ];
  if (config.insecureHttp) {
    findings.push({
      code: "program.insecure_http",
      state: "warning",
      message: "INSECURE_HTTP is set: passwords and sessions cross the network in the clear.",
      hint: "Put a proxy with https in front, set BASE_URL to its address and remove INSECURE_HTTP.",
    });
  }
  if (!config.production && config.baseUrlGiven) {
    findings.push({
      code: "program.production",
      state: "warning",
      message: "BASE_URL is given and NODE_ENV is not production: the requirements of production are not checked.",
      hint: "Set NODE_ENV=production.",
    });
  }
  return findings;
}

async function lookAtDatabase({ sequelize, config }: ServerContext): Promise<Finding[]> {
  const [row] = await sequelize.query<{ version: string; used: number; most: number; superuser: boolean }>(
    `SELECT current_setting('server_version') AS version, current_setting('max_connections')::int AS most,
            (SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend') AS used,
            (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS superuser`,
    { type: QueryTypes.SELECT },
  );
  if (!row) return [];
  const full = row.used / row.most;
  const findings: Finding[] = [
    ok("database.version", `Postgres ${row.version}${config.databaseUrl === undefined ? ", embedded" : ""}.`),
    {
      code: "database.connections",
      state: full > 0.9 ? "error" : full > 0.75 ? "warning" : "ok",
      message: `${row.used} of ${row.most} connections are in use.`,
      ...(full > 0.75
        ? { hint: "Raise max_connections, or run fewer processes (docs/running.md has the budget)." }
        : {}),
    },
  ];
  if (row.superuser) {
    findings.push({
      code: "database.superuser",
      state: "warning",
      message: "The login of DATABASE_URL is a superuser, so the wall between apps is one of habit.",
      hint: "Give Quintet a login with CREATEROLE and its own database, and nothing else.",
    });
  }
  return findings;
}

async function lookAtDisk({ config }: ServerContext): Promise<Finding[]> {
  const { bavail, bsize, blocks } = await statfs(config.dataFolder);
  const free = bavail * bsize;
  const low = free < 1024 ** 3 || bavail / blocks < 0.05;
  return [
    {
      code: "disk.free",
      state: low ? "warning" : "ok",
      message: `${(free / 1024 ** 3).toFixed(1)} GB are free where the data folder is.`,
      ...(low ? { hint: "Make room: a full disk stops every write." } : {}),
    },
  ];
}

/** A minute is long for what is handed over in milliseconds, ten for a publish without an index to build. */
async function lookAtJobs({ sequelize }: ServerContext): Promise<Finding[]> {
  const [row] = await sequelize.query<{ waiting: number; oldest: number | null; stuck: number }>(
    `SELECT count(*)::int AS waiting, extract(epoch FROM now() - min(created_at))::int AS oldest,
            (SELECT count(*)::int FROM platform.releases
              WHERE state IN ('queued', 'preparing', 'switching') AND updated_at < now() - interval '10 minutes') AS stuck
       FROM platform.outbox WHERE delivered_at IS NULL`,
    { type: QueryTypes.SELECT },
  );
  const { waiting = 0, oldest, stuck = 0 } = row ?? {};
  const late = (oldest ?? 0) > 60;
  return [
    {
      code: "jobs.outbox",
      state: late ? "error" : "ok",
      message: late ? `${waiting} jobs wait, the oldest for ${oldest} s.` : "Jobs are started at once.",
      ...(late
        ? { hint: "The queue cannot be reached: look at the server's log, and at Redis if REDIS_URL is set." }
        : {}),
    },
    ...(stuck > 0
      ? [
          {
            code: "jobs.releases",
            state: "error" as const,
            message: `${stuck === 1 ? "A release is" : `${stuck} releases are`} under way for more than ten minutes.`,
            hint: "Is a process with the worker role running?",
          },
        ]
      : []),
  ];
}

async function lookAtMail(context: ServerContext): Promise<Finding[]> {
  const { transport, server, paused, waiting, dead } = await mailStatus(context);
  const findings: Finding[] = [];
  if (transport === "none") {
    findings.push({
      code: "mail.transport",
      state: "error",
      message: `No mail is sent: SMTP_URL is not set. ${waiting} wait.`,
      hint: "Set SMTP_URL and MAIL_FROM.",
    });
  } else if (paused) {
    findings.push({
      code: "mail.transport",
      state: "error",
      message: `No mail is sent: ${paused.message}`,
      hint: "Workspace → Mail shows what waits; it is tried again by itself.",
    });
  } else {
    findings.push(
      ok("mail.transport", transport === "smtp" ? `Mail goes to ${server}.` : "Mail goes into the dev inbox."),
    );
  }
  if (dead > 0) {
    findings.push({
      code: "mail.dead",
      state: "warning",
      message: `${dead === 1 ? "One mail was" : `${dead} mails were`} given up.`,
      hint: "Workspace → Mail has the reason of each, and a button to try again.",
    });
  }
  return findings;
}
