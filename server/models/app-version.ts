import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AppId, VersionId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { storedDefinition } from "#engine/stored-definition";

/** A definition frozen by publishing. Never changed; one of an older format is read in today's. */
export class AppVersion extends Model<InferAttributes<AppVersion>, InferCreationAttributes<AppVersion>> {
  declare id: VersionId;
  declare appId: AppId;
  /** Counts from 1 in each app. */
  declare number: number;
  /** The version that was live when this one was frozen. */
  declare parentId: CreationOptional<VersionId | null>;
  declare definition: AppDefinition;
  declare contentHash: string;
  declare createdAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    AppVersion.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        appId: { type: DataTypes.UUID, allowNull: false },
        number: { type: DataTypes.INTEGER, allowNull: false },
        parentId: { type: DataTypes.UUID, defaultValue: null },
        definition: {
          type: DataTypes.JSONB,
          allowNull: false,
          get(): AppDefinition {
            return storedDefinition(this.getDataValue("definition"));
          },
        },
        contentHash: { type: DataTypes.TEXT, allowNull: false },
        createdAt: DataTypes.DATE,
      },
      { sequelize, tableName: "app_versions", updatedAt: false },
    );
  }
}
