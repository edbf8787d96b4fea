import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AccountId } from "#contract/platform-ids";

/** A builder. The address is unique by lower case alone (see the migration). */
export class Account extends Model<InferAttributes<Account>, InferCreationAttributes<Account>> {
  declare id: AccountId;
  declare name: string;
  declare email: string;
  /** Argon2id in PHC form; never leaves the server. */
  declare passwordHash: string;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Account.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        name: { type: DataTypes.TEXT, allowNull: false },
        email: { type: DataTypes.TEXT, allowNull: false },
        passwordHash: { type: DataTypes.TEXT, allowNull: false },
        createdAt: DataTypes.DATE,
        updatedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "accounts" },
    );
  }
}
