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

/** An address that was asked into a workspace. Open until it is accepted, revoked or over; at most one is open of an address. */
export class Invitation extends Model<InferAttributes<Invitation>, InferCreationAttributes<Invitation>> {
  declare id: string;
  declare workspaceId: WorkspaceId;
  declare email: string;
  declare role: MemberRole;
  declare data: boolean;
  /** SHA-256 of what the mail's link carries. Sending again puts another one here. */
  declare tokenHash: Buffer;
  declare invitedBy: AccountId;
  declare createdAt: CreationOptional<Date>;
  declare sentAt: Date;
  declare expiresAt: Date;
  declare acceptedAt: CreationOptional<Date | null>;
  declare acceptedBy: CreationOptional<AccountId | null>;
  declare revokedAt: CreationOptional<Date | null>;

  static initialise(sequelize: Sequelize): void {
    Invitation.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        workspaceId: { type: DataTypes.UUID, allowNull: false },
        email: { type: DataTypes.TEXT, allowNull: false },
        role: { type: DataTypes.TEXT, allowNull: false },
        data: { type: DataTypes.BOOLEAN, allowNull: false },
        tokenHash: { type: DataTypes.BLOB, allowNull: false },
        invitedBy: { type: DataTypes.UUID, allowNull: false },
        createdAt: DataTypes.DATE,
        sentAt: { type: DataTypes.DATE, allowNull: false },
        expiresAt: { type: DataTypes.DATE, allowNull: false },
        acceptedAt: DataTypes.DATE,
        acceptedBy: DataTypes.UUID,
        revokedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "invitations", updatedAt: false },
    );
  }
}
