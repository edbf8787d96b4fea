import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { Layout } from "#contract/http/drafts";
import type { DraftId } from "#contract/platform-ids";

/** Positions on one canvas. Never part of the definition: dragging a node is no edit. */
export class DraftLayout extends Model<InferAttributes<DraftLayout>, InferCreationAttributes<DraftLayout>> {
  declare draftId: DraftId;
  declare canvas: string;
  declare body: Layout;
  declare updatedAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    DraftLayout.init(
      {
        draftId: { type: DataTypes.UUID, primaryKey: true },
        canvas: { type: DataTypes.TEXT, primaryKey: true },
        body: { type: DataTypes.JSONB, allowNull: false },
        updatedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "draft_layouts", createdAt: false },
    );
  }
}
