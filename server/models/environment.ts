import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AppId } from "#contract/platform-ids";

/** An app's place in the app database: its own schema and its own role, both with one opaque name. */
export class Environment extends Model<InferAttributes<Environment>, InferCreationAttributes<Environment>> {
  declare appId: AppId;
  /** `live`; others come later. */
  declare name: string;
  declare schemaName: string;
  declare roleName: string;
  declare createdAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Environment.init(
      {
        appId: { type: DataTypes.UUID, primaryKey: true },
        name: { type: DataTypes.TEXT, primaryKey: true },
        schemaName: { type: DataTypes.TEXT, allowNull: false },
        roleName: { type: DataTypes.TEXT, allowNull: false },
        createdAt: DataTypes.DATE,
      },
      { sequelize, tableName: "environments", updatedAt: false },
    );
  }
}
