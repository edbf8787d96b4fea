import type { QueryInterface } from "sequelize";

/**
 * Where an event of the studio's sockets waits for the other processes when it is larger than NOTIFY carries (8,000
 * bytes). Rows live for seconds, and losing them loses nothing, so the table is not written to the log.
 */
export const migration = {
  async up(context: QueryInterface): Promise<void> {
    await context.sequelize.query(
      `CREATE UNLOGGED TABLE platform.socket_attachments (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT now(),
        payload bytea NOT NULL
      )`,
    );
  },
};
