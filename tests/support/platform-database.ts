import type { Sequelize } from "sequelize";
import { connectPlatformDatabase } from "#server/platform-database/connect";
import { createPreparedDatabase } from "./database.ts";
import { silentLog } from "./silent-log.ts";

/** A fresh database with the platform's tables, and a connection to it. */
export interface PlatformDatabase {
  readonly url: string;
  readonly sequelize: Sequelize;
  close(): Promise<void>;
}

export async function createPlatformDatabase(): Promise<PlatformDatabase> {
  const database = await createPreparedDatabase();
  const sequelize = connectPlatformDatabase({ url: database.url, log: silentLog });
  return {
    url: database.url,
    sequelize,
    close: async () => {
      await sequelize.close();
      await database.drop();
    },
  };
}
