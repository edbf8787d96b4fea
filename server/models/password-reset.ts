import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AccountId } from "#contract/platform-ids";

/** The link of a password reset. Its row is removed when it is used or another one is requested. */
export class PasswordReset extends Model<InferAttributes<PasswordReset>, InferCreationAttributes<PasswordReset>> {
  declare tokenHash: Buffer;
  declare accountId: AccountId;
  declare createdAt: CreationOptional<Date>;
  declare expiresAt: Date;

  static initialise(sequelize: Sequelize): void {
    PasswordReset.init(
      {
        tokenHash: { type: DataTypes.BLOB, primaryKey: true },
        accountId: { type: DataTypes.UUID, allowNull: false },
        createdAt: DataTypes.DATE,
        expiresAt: { type: DataTypes.DATE, allowNull: false },
      },
      { sequelize, tableName: "password_resets", updatedAt: false },
    );
  }
}
