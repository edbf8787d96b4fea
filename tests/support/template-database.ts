import { prepareAppDatabase } from "#server/app-database/prepare-app-database";
import { connectPlatformDatabase } from "#server/platform-database/connect";
import { migratePlatform } from "#server/platform-database/migrate";
import { createDatabase, dropDatabase } from "./database.ts";
import { silentLog } from "./silent-log.ts";

/**
 * Makes the database that test files copy: migrated and prepared once a run and not once a file. Gives what drops it.
 * Its name goes to the files by the environment, as the address of the server does.
 */
export async function createTemplate(cluster: string): Promise<() => Promise<void>> {
  const { name, url } = await createDatabase(cluster);
  const sequelize = connectPlatformDatabase({ url, log: silentLog });
  try {
    await migratePlatform({ url, sequelize, log: silentLog });
    await prepareAppDatabase({ url }, silentLog);
  } finally {
    await sequelize.close();
  }
  process.env.TEST_TEMPLATE = name;
  return () => dropDatabase(cluster, name);
}
