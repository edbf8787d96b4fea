import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";
import type {
  BadRow,
  ColumnFacts,
  Import as ImportBody,
  ImportProposal,
  LiveImport,
  LiveResult,
} from "#contract/http/imports";
import type { AccountId, AppId, DraftId, ImportId, WorkspaceId } from "#contract/platform-ids";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import type { ColumnReading } from "#engine/field-types/column-reading";
import type { DateOrder } from "#engine/field-types/loose-dates";
import type { ViaColumns } from "./actor-via.ts";
import type { FileFormat } from "./file-format.ts";

/** What the analysis found, besides the proposal, and what the dry run and the acceptance added. */
export interface ImportAnalysis {
  readonly format: FileFormat;
  readonly facts: readonly ColumnFacts[];
  readonly preview: readonly Readonly<Record<string, JsonValue>>[];
  readonly readings: Readonly<Record<string, ColumnReading>>;
  /** Each column's values where they are few: what a choice may hold. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Of the analysis: years of two digits are read by it, also if the rows are loaded after New Year. */
  readonly currentYear: number;
  /** How dates were read that could be read in both orders. */
  readonly openDateOrder?: DateOrder;
  /** Whether numbers that could be read in both ways were read with a decimal comma. */
  readonly localeHasDecimalComma?: boolean;
  readonly badValues: number;
  readonly badRows: readonly BadRow[];
  /** Rows that the dry run left out. */
  readonly skippedRows?: number;
  readonly accepted?: AcceptedImport;
  readonly notes?: readonly string[];
  /** Sheets of a workbook, and which one is read. */
  readonly sheets?: readonly string[];
  readonly sheet?: string;
  /** Into a model that is live, as last tried. */
  readonly live?: LiveImport;
  /** The rows are to be written to the live model `live`. */
  readonly isLive?: boolean;
  readonly result?: LiveResult;
}

export interface AcceptedImport {
  readonly draftId: DraftId;
  readonly isNewApp: boolean;
  /** By source. */
  readonly fieldIds: Readonly<Record<string, FieldId>>;
  /** In which instants without an offset are read. */
  readonly timeZone: string;
}

/** A file on its way to be a model with rows. */
export class Import extends Model<InferAttributes<Import>, InferCreationAttributes<Import>> {
  declare id: ImportId;
  declare workspaceId: WorkspaceId;
  declare actorId: AccountId;
  declare fileName: string;
  declare filePath: string;
  declare size: CreationOptional<number>;
  declare state: ImportBody["state"];
  declare rows: CreationOptional<number>;
  declare progress: CreationOptional<number>;
  declare analysis: CreationOptional<ImportAnalysis | null>;
  declare proposal: CreationOptional<ImportProposal | null>;
  declare failure: CreationOptional<string | null>;
  declare appId: CreationOptional<AppId | null>;
  declare modelId: CreationOptional<ModelId | null>;
  declare attempt: CreationOptional<number>;
  /** By which way it was begun, and then accepted: for the lines that its job writes to the audit log. */
  declare via: CreationOptional<ViaColumns["via"]>;
  declare tokenId: CreationOptional<string | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Import.init(
      {
        id: { type: DataTypes.UUID, primaryKey: true },
        workspaceId: { type: DataTypes.UUID, allowNull: false },
        actorId: { type: DataTypes.UUID, allowNull: false },
        fileName: { type: DataTypes.TEXT, allowNull: false },
        filePath: { type: DataTypes.TEXT, allowNull: false },
        size: number("size"),
        state: { type: DataTypes.TEXT, allowNull: false },
        rows: number("rows"),
        progress: { type: DataTypes.DOUBLE, allowNull: false, defaultValue: 0 },
        analysis: { type: DataTypes.JSONB, defaultValue: null },
        proposal: { type: DataTypes.JSONB, defaultValue: null },
        failure: { type: DataTypes.TEXT, defaultValue: null },
        appId: { type: DataTypes.UUID, defaultValue: null },
        modelId: { type: DataTypes.TEXT, defaultValue: null },
        attempt: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 1 },
        via: { type: DataTypes.TEXT, defaultValue: null },
        tokenId: { type: DataTypes.UUID, defaultValue: null },
        createdAt: DataTypes.DATE,
        updatedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "imports" },
    );
  }
}

/** A bigint column whose numbers are small: pg gives them as text. */
const number = (property: "size" | "rows") => ({
  type: DataTypes.BIGINT,
  allowNull: false,
  defaultValue: 0,
  get(this: Import): number {
    return Number(this.getDataValue(property));
  },
});
