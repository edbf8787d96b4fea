import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";

export const memberRoles = ["owner", "editor", "viewer"] as const;
export type MemberRole = (typeof memberRoles)[number];

/** A builder in a workspace, with a role. */
export class Membership extends Model<InferAttributes<Membership>, InferCreationAttributes<Membership>> {
  declare workspaceId: WorkspaceId;
  declare accountId: AccountId;
  declare role: MemberRole;
  declare createdAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Membership.init(
      {
        workspaceId: { type: DataTypes.UUID, primaryKey: true },
        accountId: { type: DataTypes.UUID, primaryKey: true },
        role: { type: DataTypes.TEXT, allowNull: false },
        createdAt: DataTypes.DATE,
      },
      { sequelize, tableName: "memberships", updatedAt: false },
    );
  }
}
