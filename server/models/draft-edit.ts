import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { EditResult, UndoResult } from "#contract/http/drafts";
import type { AccountId, DraftId } from "#contract/platform-ids";
import type { EditOperation } from "#engine/edits/edit";

/** What is answered when the same batch comes again; its operations are `forward`. */
export type StoredResult = Omit<EditResult, "operations"> | Omit<UndoResult, "operations">;

/** One batch in the log of a draft. The log only grows: undo is a new batch that names the one it answers. */
export class DraftEdit extends Model<InferAttributes<DraftEdit>, InferCreationAttributes<DraftEdit>> {
  declare draftId: DraftId;
  declare revision: number;
  declare batchId: string;
  declare actorId: AccountId;
  declare label: string;
  /** As it was applied, with what was deleted along. */
  declare forward: readonly EditOperation[];
  declare inverse: readonly EditOperation[];
  declare undoes: CreationOptional<number | null>;
  /** The one text that it sets, when it does nothing else. */
  declare textKey: CreationOptional<string | null>;
  /** The records that it changed and those that own them. */
  declare touched: readonly string[];
  /** The format of the definition that `inverse` is written in. */
  declare format: number;
  /** When its author made it, if that was before it came. */
  declare madeAt: CreationOptional<Date | null>;
  declare result: StoredResult;
  /** Of forward, inverse and result: what it takes of the history's bound. */
  declare bytes: number;
  declare createdAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    DraftEdit.init(
      {
        draftId: { type: DataTypes.UUID, primaryKey: true },
        revision: { type: DataTypes.INTEGER, primaryKey: true },
        batchId: { type: DataTypes.TEXT, allowNull: false },
        actorId: { type: DataTypes.UUID, allowNull: false },
        label: { type: DataTypes.TEXT, allowNull: false },
        forward: { type: DataTypes.JSONB, allowNull: false },
        inverse: { type: DataTypes.JSONB, allowNull: false },
        undoes: { type: DataTypes.INTEGER, defaultValue: null },
        textKey: { type: DataTypes.TEXT, defaultValue: null },
        touched: { type: DataTypes.ARRAY(DataTypes.TEXT), allowNull: false },
        format: { type: DataTypes.INTEGER, allowNull: false },
        madeAt: { type: DataTypes.DATE, defaultValue: null },
        result: { type: DataTypes.JSONB, allowNull: false },
        bytes: { type: DataTypes.INTEGER, allowNull: false },
        createdAt: DataTypes.DATE,
      },
      { sequelize, tableName: "draft_edits", updatedAt: false },
    );
  }
}
