import { DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from "sequelize";
import type { AccountId } from "#contract/platform-ids";

/** A new address that waits for its link to be opened. Its row goes when that happens, or it is cancelled. */
export class AddressChange extends Model<InferAttributes<AddressChange>, InferCreationAttributes<AddressChange>> {
  declare accountId: AccountId;
  declare email: string;
  declare tokenHash: Buffer;
  declare sentAt: Date;
  declare expiresAt: Date;

  static initialise(sequelize: Sequelize): void {
    AddressChange.init(
      {
        accountId: { type: DataTypes.UUID, primaryKey: true },
        email: { type: DataTypes.TEXT, allowNull: false },
        tokenHash: { type: DataTypes.BLOB, allowNull: false },
        sentAt: { type: DataTypes.DATE, allowNull: false },
        expiresAt: { type: DataTypes.DATE, allowNull: false },
      },
      { sequelize, tableName: "address_changes", timestamps: false },
    );
  }
}
