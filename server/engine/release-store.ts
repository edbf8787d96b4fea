import { QueryTypes, type Sequelize } from "sequelize";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { ReleaseStore } from "#engine/runtime/ports";
import { storedDefinition } from "#engine/stored-definition";
import { asOperational } from "../problems/problem.ts";

interface ReleaseRow {
  readonly app_id: string;
  readonly number: number;
  readonly environment: string;
  readonly schema_name: string;
  readonly role_name: string;
  readonly definition: AppDefinition;
}

/** Releases as the platform keeps them: an immutable version, and the place of its environment. */
export const platformReleaseStore = (sequelize: Sequelize): ReleaseStore => ({
  async load(releaseId) {
    const rows = sequelize.query<ReleaseRow>(
      `SELECT r.app_id, r.number, r.environment, e.schema_name, e.role_name, v.definition
         FROM platform.releases r
         JOIN platform.app_versions v ON v.id = r.version_id
         JOIN platform.environments e ON e.app_id = r.app_id AND e.name = r.environment
        WHERE r.id = $1`,
      { bind: [releaseId], type: QueryTypes.SELECT },
    );
    const [row] = await rows.catch((error: unknown) => {
      throw asOperational(error) ?? error;
    });
    return (
      row && {
        releaseId,
        releaseNumber: row.number,
        appId: row.app_id,
        environment: row.environment,
        schemaName: row.schema_name,
        roleName: row.role_name,
        definition: storedDefinition(row.definition),
      }
    );
  },
});
