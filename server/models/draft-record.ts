import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { DraftId } from "#contract/platform-ids";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";

/** One record of a draft's definition. */
export class DraftRecord extends Model<InferAttributes<DraftRecord>, InferCreationAttributes<DraftRecord>> {
  declare draftId: DraftId;
  declare recordId: RecordId;
  declare kind: DefinitionRecord["kind"];
  declare body: DefinitionRecord;
  /** The record that owns this one: what a delete takes with it is found by it. */
  declare ownerId: CreationOptional<RecordId | null>;
  /** Ids of the records that this one names: "where is this used" is one look-up in a GIN index. */
  declare refs: CreationOptional<string[]>;
  /** Of the batch that last touched it. */
  declare revision: number;

  static initialise(sequelize: Sequelize): void {
    DraftRecord.init(
      {
        draftId: { type: DataTypes.UUID, primaryKey: true },
        recordId: { type: DataTypes.TEXT, primaryKey: true },
        kind: { type: DataTypes.TEXT, allowNull: false },
        body: { type: DataTypes.JSONB, allowNull: false },
        ownerId: { type: DataTypes.TEXT, defaultValue: null },
        refs: { type: DataTypes.ARRAY(DataTypes.TEXT), allowNull: false, defaultValue: [] },
        revision: { type: DataTypes.INTEGER, allowNull: false },
      },
      { sequelize, tableName: "draft_records", timestamps: false },
    );
  }
}
