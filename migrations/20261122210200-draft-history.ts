import type { QueryInterface } from "sequelize";

/**
 * What the history of a draft needs to know of an edit: which records it touched and whose they are, when its author
 * made it (offline edits arrive later), and the format of the definition that its inverse is written in.
 */
const up = [
  `ALTER TABLE platform.draft_edits
     ADD COLUMN touched text[] NOT NULL DEFAULT '{}',
     ADD COLUMN made_at timestamptz,
     ADD COLUMN format integer NOT NULL DEFAULT 1`,
  `ALTER TABLE platform.draft_edits ALTER COLUMN format DROP DEFAULT`,
  `UPDATE platform.draft_edits e SET touched = t.ids
     FROM (SELECT draft_id, revision,
                  array_agg(DISTINCT id) FILTER (WHERE id IS NOT NULL) AS ids
             FROM platform.draft_edits,
                  jsonb_array_elements(forward || inverse) AS o,
                  LATERAL (VALUES (o->>'id'), (o#>>'{record,id}'), (o#>>'{record,modelId}'), (o#>>'{record,fieldId}')) AS v(id)
            GROUP BY draft_id, revision) t
    WHERE t.draft_id = e.draft_id AND t.revision = e.revision AND t.ids IS NOT NULL`,
  // Ids of records are random and unique: no need to have the draft in the index.
  `CREATE INDEX draft_edits_touched ON platform.draft_edits USING gin (touched)`,
  `CREATE INDEX draft_edits_overtook ON platform.draft_edits (draft_id, revision DESC)
    WHERE jsonb_array_length(result->'overtook') > 0`,
];

export const migration = {
  async up(context: QueryInterface): Promise<void> {
    for (const statement of up) await context.sequelize.query(statement);
  },
  async down(context: QueryInterface): Promise<void> {
    await context.sequelize.query("DROP INDEX platform.draft_edits_overtook, platform.draft_edits_touched");
    await context.sequelize.query(
      "ALTER TABLE platform.draft_edits DROP COLUMN touched, DROP COLUMN made_at, DROP COLUMN format",
    );
  },
};
