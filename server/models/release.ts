import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import { LIVE } from "#contract/environments";
import type { PlanAnswers, PlanStep, releaseStates } from "#contract/http/releases";
import type { AccountId, AppId, VersionId } from "#contract/platform-ids";

export type ReleaseState = (typeof releaseStates)[number];

/** States in which a release is under way; an environment has at most one. */
export const UNDER_WAY: readonly ReleaseState[] = ["queued", "preparing", "switching"];

/**
 * A version put live in an environment: the state machine queued → preparing → switching → live | failed, and
 * superseded once a later one is live. What is live is quintet.live's to say; the state here is written after the
 * switch and repaired from there.
 */
export class Release extends Model<InferAttributes<Release>, InferCreationAttributes<Release>> {
  /** A bigint, which the driver gives as text. */
  declare id: CreationOptional<string>;
  declare appId: AppId;
  /** Counts the releases of the app: what people see, instead of the id. */
  declare number: number;
  declare environment: CreationOptional<string>;
  declare versionId: VersionId;
  /** What was live when the plan was made; null before the first publish. */
  declare baseReleaseId: CreationOptional<string | null>;
  /** The release that was left by going back. */
  declare rollbackOf: CreationOptional<string | null>;
  declare actorId: AccountId;
  declare message: CreationOptional<string>;
  /** `builds`: indexes are built or rows filled before the switch, which may take long. */
  declare plan: { readonly steps: readonly PlanStep[]; readonly builds?: boolean };
  declare planHash: string;
  declare answers: PlanAnswers;
  declare state: ReleaseState;
  declare attempt: CreationOptional<number>;
  declare progress: CreationOptional<string | null>;
  declare failure: CreationOptional<string | null>;
  declare receivedAt: CreationOptional<Date>;
  declare liveAt: CreationOptional<Date | null>;
  declare updatedAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Release.init(
      {
        id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
        appId: { type: DataTypes.UUID, allowNull: false },
        number: { type: DataTypes.INTEGER, allowNull: false },
        environment: { type: DataTypes.TEXT, allowNull: false, defaultValue: LIVE },
        versionId: { type: DataTypes.UUID, allowNull: false },
        baseReleaseId: { type: DataTypes.BIGINT, defaultValue: null },
        rollbackOf: { type: DataTypes.BIGINT, defaultValue: null },
        actorId: { type: DataTypes.UUID, allowNull: false },
        message: { type: DataTypes.TEXT, allowNull: false, defaultValue: "" },
        plan: { type: DataTypes.JSONB, allowNull: false },
        planHash: { type: DataTypes.TEXT, allowNull: false },
        answers: { type: DataTypes.JSONB, allowNull: false },
        state: { type: DataTypes.TEXT, allowNull: false },
        attempt: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
        progress: DataTypes.TEXT,
        failure: DataTypes.TEXT,
        receivedAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
        liveAt: DataTypes.DATE,
        updatedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "releases", createdAt: false },
    );
  }
}
