import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";

/** A job that a committed transaction made necessary; the relay hands it to the queue (server/queues). */
export class OutboxEntry extends Model<InferAttributes<OutboxEntry>, InferCreationAttributes<OutboxEntry>> {
  declare id: CreationOptional<string>;
  declare topic: string;
  declare jobId: string;
  declare payload: object;
  declare priority: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare deliveredAt: CreationOptional<Date | null>;

  static initialise(sequelize: Sequelize): void {
    OutboxEntry.init(
      {
        id: { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true },
        topic: { type: DataTypes.TEXT, allowNull: false },
        jobId: { type: DataTypes.TEXT, allowNull: false },
        payload: { type: DataTypes.JSONB, allowNull: false },
        priority: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0 },
        createdAt: DataTypes.DATE,
        deliveredAt: { type: DataTypes.DATE, defaultValue: null },
      },
      { sequelize, tableName: "outbox", updatedAt: false },
    );
  }
}
