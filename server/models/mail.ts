import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { MailLane, MailState } from "#contract/http/mail";
import type { AppId, MailId, WorkspaceId } from "#contract/platform-ids";

/** A mail on its way out. The row is the truth: the queue only carries its id (server/mail/README.md). */
export class Mail extends Model<InferAttributes<Mail>, InferCreationAttributes<Mail>> {
  declare id: MailId;
  /** Made here once; every try sends the same, so that a mail that arrives twice can be told to be one. */
  declare messageId: string;
  declare kind: string;
  declare lane: MailLane;
  /** Smaller goes first. */
  declare priority: number;
  /** Absent: of the installation, such as a reset. */
  declare workspaceId: WorkspaceId | null;
  /** Of the app that sends it; absent for mails of the platform. */
  declare appId: CreationOptional<AppId | null>;
  /** What recipients read as the sender; absent: that of MAIL_FROM. */
  declare fromName: CreationOptional<string | null>;
  declare toAddress: string;
  declare toName: CreationOptional<string>;
  declare subject: string;
  declare sealed: CreationOptional<Buffer | null>;
  declare keyId: CreationOptional<string | null>;
  declare state: MailState;
  declare attempt: CreationOptional<number>;
  declare tries: CreationOptional<number>;
  declare nextTryAt: CreationOptional<Date | null>;
  declare expiresAt: CreationOptional<Date | null>;
  declare reasonCode: CreationOptional<string | null>;
  declare reason: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
  declare sentAt: CreationOptional<Date | null>;

  static initialise(sequelize: Sequelize): void {
    Mail.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        messageId: { type: DataTypes.TEXT, allowNull: false },
        kind: { type: DataTypes.TEXT, allowNull: false },
        lane: { type: DataTypes.TEXT, allowNull: false },
        priority: { type: DataTypes.INTEGER, allowNull: false },
        workspaceId: { type: DataTypes.UUID, defaultValue: null },
        appId: { type: DataTypes.UUID, defaultValue: null },
        fromName: { type: DataTypes.TEXT, defaultValue: null },
        toAddress: { type: DataTypes.TEXT, allowNull: false },
        toName: { type: DataTypes.TEXT, allowNull: false, defaultValue: "" },
        subject: { type: DataTypes.TEXT, allowNull: false },
        sealed: { type: DataTypes.BLOB, defaultValue: null },
        keyId: { type: DataTypes.TEXT, defaultValue: null },
        state: { type: DataTypes.TEXT, allowNull: false },
        attempt: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
        tries: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
        nextTryAt: { type: DataTypes.DATE, defaultValue: null },
        expiresAt: { type: DataTypes.DATE, defaultValue: null },
        reasonCode: { type: DataTypes.TEXT, defaultValue: null },
        reason: { type: DataTypes.TEXT, defaultValue: null },
        createdAt: DataTypes.DATE,
        updatedAt: DataTypes.DATE,
        sentAt: { type: DataTypes.DATE, defaultValue: null },
      },
      { sequelize, tableName: "mails" },
    );
  }
}
