import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AccountId } from "#contract/platform-ids";

/** A browser that is signed in. The cookie holds 256 random bits; here is only their SHA-256. */
export class Session extends Model<InferAttributes<Session>, InferCreationAttributes<Session>> {
  declare id: string;
  declare accountId: AccountId;
  declare tokenHash: Buffer;
  declare createdAt: CreationOptional<Date>;
  declare lastSeenAt: CreationOptional<Date>;
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
        expiresAt: { type: DataTypes.DATE, allowNull: false },
      },
      { sequelize, tableName: "sessions", updatedAt: false },
    );
  }
}
