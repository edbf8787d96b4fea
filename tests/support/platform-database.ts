import pino from "pino";
import type { Sequelize } from "sequelize";
import { connectPlatformDatabase } from "#server/platform-database/connect";
import { migratePlatform } from "#server/platform-database/migrate";
import { createTestDatabase } from "./database.ts";

/** A fresh database with the platform's tables, and a connection to it. */
export interface PlatformDatabase {
  readonly url: string;
  readonly sequelize: Sequelize;
  close(): Promise<void>;
}

export const silentLog = pino({ level: process.env.TEST_LOG ?? "silent" });

export async function createPlatformDatabase(): Promise<PlatformDatabase> {
  const database = await createTestDatabase();
  const sequelize = connectPlatformDatabase({ url: database.url, log: silentLog });
  await migratePlatform({ url: database.url, sequelize, log: silentLog });
  return {
    url: database.url,
    sequelize,
    close: async () => {
      await sequelize.close();
      await database.drop();
    },
  };
}
