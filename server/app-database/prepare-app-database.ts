import pg from "pg";
import type { Logger } from "pino";
import { StartError } from "../config/start-error.ts";
import type { AppDatabase } from "../context.ts";
import { applyQuintetSteps } from "./apply-quintet-steps.ts";
import { isTransactionPooler } from "./detect-pooler.ts";
import { missingRights } from "./missing-rights.ts";
import { prepareBtreeGist } from "./prepare-btree-gist.ts";
import { revokeFromPublic } from "./revoke-from-public.ts";

/** The start must stop, and this says why to the operator. */
export class AppDatabaseUnfit extends StartError {
  override readonly name = "AppDatabaseUnfit";
}

/**
 * Makes a database ready to hold apps, at each start: cheap when it is ready already. Throws AppDatabaseUnfit, with
 * what to do, when the address is a transaction-mode pooler or the login lacks rights.
 */
export async function prepareAppDatabase(database: Pick<AppDatabase, "url">, log: Logger): Promise<void> {
  const first = new pg.Client({ connectionString: database.url, application_name: "quintet-prepare" });
  const second = new pg.Client({ connectionString: database.url, application_name: "quintet-prepare" });
  await first.connect();
  try {
    await second.connect();
    if (await isTransactionPooler(first, second)) {
      throw new AppDatabaseUnfit(
        "DATABASE_URL goes through a connection pooler in transaction mode (such as PgBouncer). Quintet needs sessions of its own: give it the direct address of Postgres.",
      );
    }
    const missing = await missingRights(first);
    if (missing.length > 0) {
      throw new AppDatabaseUnfit(
        `The login of DATABASE_URL lacks rights. Have an administrator of Postgres run:\n  ${missing.join("\n  ")}`,
      );
    }
    await applyQuintetSteps(first);
    const lacking = await prepareBtreeGist(first);
    if (lacking !== undefined) {
      log.warn(
        { reason: lacking },
        "the extension btree_gist cannot be made, so constraints against overlaps cannot be published; npx quintet doctor says what to do",
      );
    }
    const { left } = await revokeFromPublic(first);
    if (left > 0) {
      log.warn(
        { functions: left },
        "functions that weaken the wall between apps are open to PUBLIC; start Quintet once with a superuser to close them",
      );
    }
  } finally {
    await Promise.allSettled([first.end(), second.end()]);
  }
}
