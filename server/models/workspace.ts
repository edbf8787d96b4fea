import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { WorkspaceId } from "#contract/platform-ids";

/** Builders who share apps. */
export class Workspace extends Model<InferAttributes<Workspace>, InferCreationAttributes<Workspace>> {
  declare id: WorkspaceId;
  declare name: string;
  declare createdAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Workspace.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        name: { type: DataTypes.TEXT, allowNull: false },
        createdAt: DataTypes.DATE,
      },
      { sequelize, tableName: "workspaces", updatedAt: false },
    );
  }
}
