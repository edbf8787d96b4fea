import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AppId, WorkspaceId } from "#contract/platform-ids";

/** A mail in the dev inbox, as it came in over SMTP. Rows are written by workers/email/keep-received.ts. */
export class InboxMail extends Model<InferAttributes<InboxMail>, InferCreationAttributes<InboxMail>> {
  declare id: string;
  /** The id of the mail, when Quintet sent it. */
  declare workspaceId: WorkspaceId | null;
  /** Of the app that sent it. */
  declare appId: AppId | null;
  declare messageId: string;
  declare sender: string;
  declare recipients: string[];
  declare subject: string;
  declare preview: string;
  declare text: string | null;
  declare html: string | null;
  declare headers: readonly { readonly name: string; readonly value: string }[];
  declare attachments: readonly { readonly name: string; readonly type: string; readonly size: number }[];
  declare source: Buffer;
  declare size: number;
  declare openedAt: CreationOptional<Date | null>;
  declare receivedAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    InboxMail.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        workspaceId: DataTypes.UUID,
        appId: DataTypes.UUID,
        messageId: { type: DataTypes.TEXT, allowNull: false },
        sender: { type: DataTypes.TEXT, allowNull: false },
        recipients: { type: DataTypes.ARRAY(DataTypes.TEXT), allowNull: false },
        subject: { type: DataTypes.TEXT, allowNull: false },
        preview: { type: DataTypes.TEXT, allowNull: false },
        text: DataTypes.TEXT,
        html: DataTypes.TEXT,
        headers: { type: DataTypes.JSONB, allowNull: false },
        attachments: { type: DataTypes.JSONB, allowNull: false },
        source: { type: DataTypes.BLOB, allowNull: false },
        size: { type: DataTypes.INTEGER, allowNull: false },
        openedAt: { type: DataTypes.DATE, defaultValue: null },
        receivedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "inbox_mails", timestamps: false },
    );
  }
}
