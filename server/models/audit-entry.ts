import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
  type Transaction,
} from "sequelize";
import type { AuditAction } from "#contract/audit-actions";
import type { AccountId, AppId, WorkspaceId } from "#contract/platform-ids";
import type { JsonValue } from "#engine/definition/json";
import { type ActorVia, columnsOfVia, type ViaColumns } from "./actor-via.ts";

/** A line of the audit log: appended in the transaction of the act, never changed. */
export class AuditEntry extends Model<InferAttributes<AuditEntry>, InferCreationAttributes<AuditEntry>> {
  declare id: CreationOptional<string>;
  declare workspaceId: WorkspaceId | null;
  declare appId: AppId | null;
  declare actorId: AccountId | null;
  /** `app.created`, `session.opened`: what happened, in the past tense. */
  declare action: AuditAction;
  declare subject: CreationOptional<string>;
  declare before: CreationOptional<JsonValue | null>;
  declare after: CreationOptional<JsonValue | null>;
  declare requestId: string | null;
  /** The channel of the act; null when the system acted, or the act is older than this column. */
  declare via: ViaColumns["via"];
  /** Set when it was done with an API token of the actor's. */
  declare tokenId: string | null;
  declare createdAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    AuditEntry.init(
      {
        id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
        workspaceId: DataTypes.UUID,
        appId: DataTypes.UUID,
        actorId: DataTypes.UUID,
        action: { type: DataTypes.TEXT, allowNull: false },
        subject: { type: DataTypes.TEXT, allowNull: false, defaultValue: "" },
        before: { type: DataTypes.JSONB, defaultValue: null },
        after: { type: DataTypes.JSONB, defaultValue: null },
        requestId: DataTypes.TEXT,
        via: DataTypes.TEXT,
        tokenId: DataTypes.UUID,
        createdAt: DataTypes.DATE,
      },
      { sequelize, tableName: "audit_log", updatedAt: false },
    );
  }
}

/** Appends one line. The transaction is required, because an act without its line, or a line without its act, is a lie. */
export async function recordAudit(
  act: {
    actor: {
      accountId: AccountId | null;
      workspaceId: WorkspaceId | null;
      via: ActorVia | null;
      requestId: string | null;
    };
    action: AuditAction;
    appId?: AppId;
    subject?: string;
    before?: JsonValue;
    after?: JsonValue;
  },
  transaction: Transaction,
): Promise<void> {
  await AuditEntry.create(
    {
      workspaceId: act.actor.workspaceId,
      actorId: act.actor.accountId,
      requestId: act.actor.requestId,
      ...columnsOfVia(act.actor.via),
      appId: act.appId ?? null,
      action: act.action,
      subject: act.subject ?? "",
      before: act.before ?? null,
      after: act.after ?? null,
    },
    { transaction },
  );
}
