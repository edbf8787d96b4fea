import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AccountId, AppId, WorkspaceId } from "#contract/platform-ids";

/** What a builder makes. A deleted app keeps its row and its schema for 30 days. */
export class App extends Model<InferAttributes<App>, InferCreationAttributes<App>> {
  declare id: AppId;
  declare workspaceId: WorkspaceId;
  /** A DNS label, unique in the installation: `<slug>.<studio's host>`. */
  declare slug: string;
  declare label: string;
  /** Which database holds its rows. */
  declare placement: CreationOptional<string>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
  declare deletedAt: CreationOptional<Date | null>;
  /** The slug that it gave up when it was deleted; a restore gives it back unless another app has taken it. */
  declare deletedSlug: CreationOptional<string | null>;
  declare deletedBy: CreationOptional<AccountId | null>;
  /** From then on it is deleted permanently, whether or not its rows have been removed yet. */
  declare purgedAt: CreationOptional<Date | null>;

  static initialise(sequelize: Sequelize): void {
    App.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        workspaceId: { type: DataTypes.UUID, allowNull: false },
        slug: { type: DataTypes.TEXT, allowNull: false },
        label: { type: DataTypes.TEXT, allowNull: false },
        placement: { type: DataTypes.TEXT, allowNull: false, defaultValue: "main" },
        createdAt: DataTypes.DATE,
        updatedAt: DataTypes.DATE,
        deletedAt: { type: DataTypes.DATE, defaultValue: null },
        deletedSlug: { type: DataTypes.TEXT, defaultValue: null },
        deletedBy: { type: DataTypes.UUID, defaultValue: null },
        purgedAt: { type: DataTypes.DATE, defaultValue: null },
      },
      { sequelize, tableName: "apps" },
    );
  }
}
