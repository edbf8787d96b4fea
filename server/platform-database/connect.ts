import type pg from "pg";
import type { Logger } from "pino";
import { Sequelize } from "sequelize";
import { guardReader } from "#engine/runtime/data/guard-reader";
import { initialiseModels } from "../models/initialise-models.ts";
import { idleTimeoutStream } from "./idle-timeout-stream.ts";

const STATEMENT_MS = 10_000;

/**
 * The connection to the platform's own tables, in the schema `platform` of DATABASE_URL. Sequelize is for these
 * tables only: apps' rows are reached through engine/query and engine/runtime/data.
 */
export function connectPlatformDatabase(input: { url: string; log: Logger; maxConnections?: number }): Sequelize {
  const sequelize = new Sequelize(input.url, {
    dialect: "postgres",
    schema: "platform",
    // And nothing of its second argument: those are its options, the database's password and the statement's values.
    logging: (sql) => input.log.trace({ sql }, "platform statement"),
    define: { schema: "platform", underscored: true, timestamps: true, freezeTableName: true },
    // Idle for less than a socket may be silent.
    pool: { max: input.maxConnections ?? 8, min: 0, idle: 8_000, acquire: 5_000 },
    // Every timeout is set: a statement that hangs would hold a connection and, in a transaction, its locks.
    dialectOptions: {
      application_name: "quintet-platform",
      statement_timeout: STATEMENT_MS,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 30_000,
      connectionTimeoutMillis: 4_000,
      stream: idleTimeoutStream(STATEMENT_MS + 2_000),
      keepAlive: true,
    },
  });
  sequelize.addHook("afterConnect", (connection: unknown) => guardReader(connection as pg.Client));
  initialiseModels(sequelize);
  return sequelize;
}
