import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AppId, DraftId, VersionId } from "#contract/platform-ids";
import type { AppSettings } from "#engine/definition/app-definition";
import { FORMAT_VERSION } from "#engine/definition/format-version";

/** The working copy of an app. Its truth is its rows (DraftRecord) and its settings; the revision counts its edits. */
export class Draft extends Model<InferAttributes<Draft>, InferCreationAttributes<Draft>> {
  declare id: DraftId;
  declare appId: AppId;
  declare name: CreationOptional<string>;
  declare baseVersionId: CreationOptional<VersionId | null>;
  declare revision: CreationOptional<number>;
  declare settings: AppSettings;
  /** In which its rows and settings are; an older one becomes today's with the next edit. */
  declare format: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Draft.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        appId: { type: DataTypes.UUID, allowNull: false },
        name: { type: DataTypes.TEXT, allowNull: false, defaultValue: "main" },
        baseVersionId: { type: DataTypes.UUID, defaultValue: null },
        revision: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
        settings: { type: DataTypes.JSONB, allowNull: false },
        format: { type: DataTypes.INTEGER, allowNull: false, defaultValue: FORMAT_VERSION },
        createdAt: DataTypes.DATE,
        updatedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "drafts" },
    );
  }
}
