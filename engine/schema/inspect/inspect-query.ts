import { type Sql, sql, value } from "../../sql/sql.ts";

/** The contents of an app's schema according to Postgres. */
export interface InspectedSchema {
  readonly tables: readonly InspectedTable[];
}

export interface InspectedTable {
  readonly name: string;
  readonly columns: readonly InspectedColumn[];
  readonly indexes: readonly InspectedIndex[];
  readonly foreignKeys: readonly InspectedForeignKey[];
  /** Checks and exclusions. */
  readonly constraints: readonly InspectedConstraint[];
}

export interface InspectedColumn {
  readonly name: string;
  /** As format_type prints it: `numeric(12,2)`. */
  readonly type: string;
  readonly collation: string | null;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
}

export interface InspectedIndex {
  readonly name: string;
  readonly unique: boolean;
  /** False after a concurrent build that failed: such an index is not used. */
  readonly valid: boolean;
  readonly columns: readonly string[];
  /** Those of its expressions and its condition too, in alphabetical order. */
  readonly reads: readonly string[];
  /** It has a condition. */
  readonly partial: boolean;
  readonly nullsNotDistinct: boolean;
}

export interface InspectedForeignKey {
  readonly name: string;
  readonly column: string;
  readonly parent: string;
  readonly valid: boolean;
}

export interface InspectedConstraint {
  readonly name: string;
  readonly kind: "check" | "exclusion";
  /** False after a build that was stopped before every row was looked at. */
  readonly valid: boolean;
  /** The columns that it reads, in alphabetical order. */
  readonly reads: readonly string[];
  /** It is about the rows of a condition; false for a check. */
  readonly partial: boolean;
}

/** The columns of table `c` on which objects depend. */
const columnsReadBy = (
  objects: Sql,
): Sql => sql`(SELECT COALESCE(jsonb_agg(DISTINCT a.attname ORDER BY a.attname), '[]')
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
        WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid > 0 AND (${objects}))`;

/**
 * One statement that returns one row with one column, `schema`: an InspectedSchema as JSON. Dropped columns and
 * everything that is not a plain table are left out.
 */
export function inspectQuery(schemaName: string): Sql {
  return sql`SELECT jsonb_build_object('tables', COALESCE(jsonb_agg(jsonb_build_object(
  'name', c.relname,
  'columns', (
    SELECT COALESCE(jsonb_agg(jsonb_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
      'hasDefault', a.atthasdef, 'collation', (SELECT o.collname FROM pg_catalog.pg_collation o WHERE o.oid = a.attcollation)
    ) ORDER BY a.attnum), '[]')
    FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
  'indexes', (
    SELECT COALESCE(jsonb_agg(jsonb_build_object(
      'name', x.relname, 'unique', i.indisunique, 'valid', i.indisvalid, 'partial', i.indpred IS NOT NULL,
      'nullsNotDistinct', COALESCE((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
      'reads', ${columnsReadBy(sql`d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = x.oid`)},
      'columns', (SELECT jsonb_agg(a.attname ORDER BY k.position)
        FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum)
    ) ORDER BY x.relname), '[]')
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid),
  'foreignKeys', (
    SELECT COALESCE(jsonb_agg(jsonb_build_object(
      'name', f.conname, 'valid', f.convalidated, 'parent', p.relname,
      'column', (SELECT a.attname FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = f.conkey[1])
    ) ORDER BY f.conname), '[]')
    FROM pg_catalog.pg_constraint f JOIN pg_catalog.pg_class p ON p.oid = f.confrelid
    WHERE f.conrelid = c.oid AND f.contype = 'f'),
  'constraints', (
    SELECT COALESCE(jsonb_agg(jsonb_build_object(
      'name', k.conname, 'kind', CASE k.contype WHEN 'c' THEN 'check' ELSE 'exclusion' END, 'valid', k.convalidated,
      'partial', COALESCE((SELECT i.indpred IS NOT NULL FROM pg_catalog.pg_index i WHERE k.contype = 'x' AND i.indexrelid = k.conindid), false),
      'reads', ${columnsReadBy(sql`(d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid = k.oid) OR (d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = k.conindid)`)}
    ) ORDER BY k.conname), '[]')
    FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'x'))
) ORDER BY c.relname), '[]')) AS "schema"
FROM pg_catalog.pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = ${value(schemaName, "text")})`;
}
