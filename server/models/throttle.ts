import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  Model,
  type Sequelize,
} from "sequelize";

/** Failures under a key (`sign-in:account:…`, `sign-in:address:…`). What follows from them is engine/auth/throttle.ts. */
export class Throttle extends Model<InferAttributes<Throttle>, InferCreationAttributes<Throttle>> {
  declare key: string;
  declare failures: number;
  declare blockedUntil: Date | null;
  declare updatedAt: CreationOptional<Date>;

  static initialise(sequelize: Sequelize): void {
    Throttle.init(
      {
        key: { type: DataTypes.TEXT, primaryKey: true },
        failures: { type: DataTypes.INTEGER, allowNull: false },
        blockedUntil: DataTypes.DATE,
        updatedAt: DataTypes.DATE,
      },
      { sequelize, tableName: "throttles", timestamps: false },
    );
  }
}
