import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import type { StagedTable as StagedDesign, TableKey } from "#engine/schema/design/table-design";

export interface DeletedStagedRow {
  readonly id: number | string;
  readonly [column: string]: unknown;
}

/**
 * Rows that wait, in a table of their own in the app's schema, for the first publish of their model: an import made them,
 * or people typed them.
 */
export class StagedTable extends Model<InferAttributes<StagedTable>, InferCreationAttributes<StagedTable>> {
  declare appId: AppId;
  declare modelId: ModelId;
  /** `_import_…` */
  declare tableName: string;
  /** What kind of keys its rows have; null: numbers. */
  declare key: CreationOptional<TableKey | null>;
  declare columns: StagedDesign["columns"];
  /** A bigint, which the driver gives as text. */
  declare rows: string | number;
  /** The last rows that were deleted, as jsonb of the whole row, oldest first. */
  declare deleted: CreationOptional<readonly DeletedStagedRow[]>;
  declare createdAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    StagedTable.init(
      {
        appId: { type: DataTypes.UUID, primaryKey: true },
        modelId: { type: DataTypes.TEXT, primaryKey: true },
        tableName: { type: DataTypes.TEXT, allowNull: false },
        key: DataTypes.TEXT,
        columns: { type: DataTypes.JSONB, allowNull: false },
        rows: { type: DataTypes.BIGINT, allowNull: false },
        deleted: { type: DataTypes.JSONB, allowNull: false, defaultValue: [] },
        createdAt: DataTypes.DATE,
      },
      { sequelize, tableName: "staged_tables", updatedAt: false },
    );
  }
}
