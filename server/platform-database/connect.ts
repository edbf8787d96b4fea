import type { Logger } from "pino";
import { Sequelize } from "sequelize";
import { initialiseModels } from "../models/initialise-models.ts";

/**
 * The connection to the platform's own tables, in the schema `platform` of DATABASE_URL. Sequelize is for these
 * tables only: apps' rows are reached through engine/query and engine/runtime/data.
 */
export function connectPlatformDatabase(input: { url: string; log: Logger; maxConnections?: number }): Sequelize {
  const sequelize = new Sequelize(input.url, {
    dialect: "postgres",
    schema: "platform",
    logging: (sql, timing) => input.log.trace({ sql, timing }, "platform statement"),
    define: { schema: "platform", underscored: true, timestamps: true, freezeTableName: true },
    pool: { max: input.maxConnections ?? 8, min: 0, idle: 30_000, acquire: 5_000 },
    // Every timeout is set: a statement that hangs would hold a connection and, in a transaction, its locks.
    dialectOptions: {
      application_name: "quintet-platform",
      statement_timeout: 15_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
    },
  });
  initialiseModels(sequelize);
  return sequelize;
}
