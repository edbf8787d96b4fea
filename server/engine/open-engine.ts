import type { Sequelize } from "sequelize";
import { AppData } from "#engine/runtime/data/app-data";
import { type PageCursors, pageCursors } from "#engine/runtime/execution/page-cursors";
import { type FormPorts, formPorts } from "#engine/runtime/forms/form-ports";
import { FormTrials } from "#engine/runtime/forms/form-trials";
import { type MailPorts, mailPorts } from "#engine/runtime/mail/mail-ports";
import type { Clock, Log } from "#engine/runtime/ports";
import { processorTime } from "#engine/runtime/processor-time";
import { listenForReleases } from "#engine/runtime/releases/listen";
import { LiveApps } from "#engine/runtime/releases/live-apps";
import { BuilderRows } from "#engine/runtime/rows/builder-rows";
import { PreviewRows } from "#engine/runtime/rows/preview-rows";
import type { Closable } from "../closable.ts";
import { uuid7 } from "../platform-database/uuid7.ts";
import { platformReleaseStore } from "./release-store.ts";

/** The engine in this process: hosted requests and the studio's grid run on the same pools and snapshots. */
export interface Engine extends Closable {
  readonly apps: LiveApps;
  readonly data: AppData;
  readonly clock: Clock;
  readonly cursors: PageCursors;
  readonly forms: FormPorts;
  readonly mail: MailPorts;
  /** Live rows for builders. */
  readonly rows: BuilderRows;
  /** Live rows for previews of pages, read as the chosen caller. */
  readonly previews: PreviewRows;
  /** Forms that builders try: nothing is kept. */
  readonly trials: FormTrials;
}

/** Connections of reads, and as many of writes: docs/running.md counts them. They are made when they are needed. */
const POOL_SIZE = 10;

export function openEngine(input: {
  databaseUrl: string;
  sequelize: Sequelize;
  secretKey: string;
  /** Before the key was changed: what it signed is still opened. */
  secretKeyBefore: string | undefined;
  /** Whether mails leave at all. */
  canSendMail: boolean;
  log: Log;
  now: () => Date;
}): Engine {
  const { databaseUrl, sequelize, log } = input;
  const cursors = pageCursors(input.secretKey);
  const clock: Clock = { now: input.now, monotonic: () => performance.now(), processorTime };
  const { secretKey, secretKeyBefore } = input;
  const forms = formPorts(secretKeyBefore === undefined ? [secretKey] : [secretKey, secretKeyBefore], clock.monotonic);
  const data = new AppData({
    connectionString: databaseUrl,
    poolSize: POOL_SIZE,
    statementTimeoutMs: 5_000,
    acquireTimeoutMs: 5_000,
    now: clock.monotonic,
  });
  const apps = new LiveApps({ data, store: platformReleaseStore(sequelize), log, now: clock.monotonic });
  const listener = listenForReleases({ connectionString: databaseUrl, apps, log });
  return {
    apps,
    data,
    clock,
    cursors,
    forms,
    mail: mailPorts({ secretKey, canSend: input.canSendMail, newId: () => uuid7(clock.now()) }),
    rows: new BuilderRows({ apps, data, clock }),
    trials: new FormTrials({ apps, data, clock, forms }),
    previews: new PreviewRows({ apps, data, clock, cursors }),
    async close() {
      await listener.close();
      await data.close();
    },
  };
}
