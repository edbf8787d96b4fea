import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";

/** A signed-in browser. The cookie contains 256 random bits; only their SHA-256 is stored. */
export class Session extends Model<InferAttributes<Session>, InferCreationAttributes<Session>> {
  declare id: string;
  declare accountId: AccountId;
  declare tokenHash: Buffer;
  declare createdAt: CreationOptional<Date>;
  declare lastSeenAt: CreationOptional<Date>;
  /** When its person last showed by their password who they are. */
  declare confirmedAt: CreationOptional<Date>;
  /** The workspace that is worked in; null: the one its account has been in longest. */
  declare workspaceId: CreationOptional<WorkspaceId | null>;
  /** What the browser called itself, and where it came from, for the list of one's own sessions. */
  declare userAgent: CreationOptional<string>;
  declare address: CreationOptional<string>;
  /** The end in any case; idleness may end it before (engine/auth/session-life.ts). */
  declare expiresAt: Date;

  static initialise(sequelize: Sequelize): void {
    Session.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        accountId: { type: DataTypes.UUID, allowNull: false },
        tokenHash: { type: DataTypes.BLOB, allowNull: false },
        createdAt: DataTypes.DATE,
        lastSeenAt: DataTypes.DATE,
        confirmedAt: DataTypes.DATE,
        workspaceId: DataTypes.UUID,
        userAgent: { type: DataTypes.TEXT, allowNull: false, defaultValue: "" },
        address: { type: DataTypes.TEXT, allowNull: false, defaultValue: "" },
        expiresAt: { type: DataTypes.DATE, allowNull: false },
      },
      { sequelize, tableName: "sessions", updatedAt: false },
    );
  }
}
