import { arm, isFailpoint } from "#engine/runtime/failpoints";
import { readConfig } from "#server/config/config";
import type { ServerContext } from "#server/context";
import { connectPlatformDatabase } from "#server/platform-database/connect";
import { openQueues } from "#server/queues/open-queues";
import { startMailer } from "../../../workers/email/mailer.ts";
import { quickMail } from "../../support/quick-mail.ts";
import { silentLog } from "../../support/silent-log.ts";

/**
 * A worker process, as far as mail goes, that kills itself at a point: `worker.ts <point> <nth> <database> <smtp>`. It
 * begins when it is told to, so that it can be loaded beforehand.
 */
const [point = "", nth = "1", databaseUrl = "", smtpUrl = ""] = process.argv.slice(2);
if (!isFailpoint(point)) throw new Error(`There is no point ${point}.`);
await new Promise((told) => process.stdin.once("data", told));
arm(point, () => void process.kill(process.pid, "SIGKILL"), Number(nth));

const config = readConfig({ SECRET_KEY: "test-secret-key-test-secret-key-test", SMTP_URL: smtpUrl });
const sequelize = connectPlatformDatabase({ url: databaseUrl, log: silentLog, maxConnections: 4 });
const queues = await openQueues({ sequelize, databaseUrl, redisUrl: undefined, log: silentLog });
// What the mailer asks of a context; a release or a request it never sees.
const context = {
  config,
  log: silentLog,
  clock: { now: () => new Date() },
  sequelize,
  platformDatabaseUrl: databaseUrl,
  secretKey: config.secretKey ?? "",
  realtime: { emit: () => undefined },
  queues,
} as unknown as ServerContext;
await startMailer(context, queues, quickMail);
process.stdout.write("ready\n");
