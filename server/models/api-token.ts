import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { TokenScope } from "#contract/permissions";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";

/** A person's key to the platform's API, in one workspace. It never does more than that person may, and ends with the membership. */
export class ApiToken extends Model<InferAttributes<ApiToken>, InferCreationAttributes<ApiToken>> {
  declare id: string;
  declare workspaceId: WorkspaceId;
  declare accountId: AccountId;
  declare name: string;
  /** SHA-256 of `qt_…`; the token itself is shown once and kept nowhere. */
  declare tokenHash: Buffer;
  /** The last four characters, to tell tokens apart. */
  declare hint: string;
  declare scopes: readonly TokenScope[];
  declare createdAt: CreationOptional<Date>;
  declare expiresAt: Date | null;
  /** To the hour: reading does not write each time. */
  declare lastUsedAt: CreationOptional<Date | null>;
  declare revokedAt: CreationOptional<Date | null>;

  static initialise(sequelize: Sequelize): void {
    ApiToken.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        workspaceId: { type: DataTypes.UUID, allowNull: false },
        accountId: { type: DataTypes.UUID, allowNull: false },
        name: { type: DataTypes.TEXT, allowNull: false },
        tokenHash: { type: DataTypes.BLOB, allowNull: false },
        hint: { type: DataTypes.TEXT, allowNull: false },
        scopes: { type: DataTypes.ARRAY(DataTypes.TEXT), allowNull: false },
        createdAt: DataTypes.DATE,
        expiresAt: DataTypes.DATE,
        lastUsedAt: DataTypes.DATE,
        revokedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "api_tokens", updatedAt: false },
    );
  }
}
