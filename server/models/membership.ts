import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { MemberRole } from "#contract/permissions";
import type { AccountId, WorkspaceId } from "#contract/platform-ids";

/** A builder in a workspace, with a role. */
export class Membership extends Model<InferAttributes<Membership>, InferCreationAttributes<Membership>> {
  declare workspaceId: WorkspaceId;
  declare accountId: AccountId;
  declare role: MemberRole;
  /** Given to a viewer by an owner: sees live rows. Owners and editors see them anyway. */
  declare data: CreationOptional<boolean>;
  declare createdAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Membership.init(
      {
        workspaceId: { type: DataTypes.UUID, primaryKey: true },
        accountId: { type: DataTypes.UUID, primaryKey: true },
        role: { type: DataTypes.TEXT, allowNull: false },
        data: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
        createdAt: DataTypes.DATE,
      },
      { sequelize, tableName: "memberships", updatedAt: false },
    );
  }
}
