import type pg from "pg";
import { quoteIdentifier as quote } from "#engine/sql/sql";
import type { SchemaFile } from "./backup-format.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
  readonly required: boolean;
  readonly identity: "" | "a" | "d";
  readonly initial: string | null;
  readonly generated: boolean;
  readonly sequence: string | null;
}

/** A schema as the statements that make it again, asked from the catalog. Throws when it holds what this cannot say. */
export async function describeSchema(client: pg.ClientBase, schema: string): Promise<SchemaFile> {
  await refuseUnknown(client, schema);
  const { rows: tables } = await client.query<{ oid: string; name: string; unlogged: boolean; owned: boolean }>(
    `SELECT c.oid::text, c.relname AS name, c.relpersistence = 'u' AS unlogged
       FROM pg_catalog.pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' ORDER BY c.relname`,
    [quote(schema)],
  );
  const before = [
    `CREATE SCHEMA ${quote(schema)}`,
    ...(await textsOf(client, extensions, schema)),
    ...(await functionsOf(client, schema)),
  ];
  const described: SchemaFile["tables"] = [];
  for (const table of tables) {
    const columns = await columnsOf(client, table.oid);
    const name = `${quote(schema)}.${quote(table.name)}`;
    const lines: string[] = [];
    for (const column of columns) lines.push(await columnLine(client, column));
    before.push(`CREATE ${table.unlogged ? "UNLOGGED " : ""}TABLE ${name} (\n  ${lines.join(",\n  ")}\n)`);
    described.push({
      name: table.name,
      columns: columns.filter((column) => !column.generated).map((column) => column.name),
    });
  }
  return {
    schema,
    before,
    after: [
      ...(await constraintsOf(client, schema, "contype IN ('p', 'u', 'c', 'x')")),
      ...(await textsOf(client, indexes, schema)),
      ...(await textsOf(client, triggers, schema)),
      ...(await textsOf(client, grants, schema)),
    ],
    last: await constraintsOf(client, schema, "contype = 'f'"),
    tables: described,
  };
}

/** Nothing may be lost silently: kinds of objects that we never make, but other people may have made. */
async function refuseUnknown(client: pg.ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query<{ what: string }>(
    `SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'p' THEN 'partitioned table '
                           WHEN 'f' THEN 'foreign table ' ELSE 'sequence ' END || c.relname AS what
       FROM pg_catalog.pg_class c
      WHERE c.relnamespace = $1::regnamespace
        AND (c.relkind IN ('v', 'm', 'p', 'f')
          OR c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i'))
      UNION ALL
     SELECT 'type ' || t.typname FROM pg_catalog.pg_type t
      WHERE t.typnamespace = $1::regnamespace AND t.typtype IN ('e', 'd', 'r')
      UNION ALL
     SELECT 'row level security of ' || c.relname FROM pg_catalog.pg_class c
      WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
      ORDER BY 1 LIMIT 5`,
    [quote(schema)],
  );
  if (rows.length > 0)
    throw new Error(`The schema ${schema} holds what Quintet never makes: ${rows.map(({ what }) => what).join(", ")}`);
}

async function columnsOf(client: pg.ClientBase, oid: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
            CASE WHEN a.attcollation <> t.typcollation
                 THEN pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(l.collname) END AS collation,
            a.attnotnull AS required, a.attidentity AS identity, a.attgenerated <> '' AS generated,
            pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS initial,
            (SELECT s.objid::text FROM pg_catalog.pg_depend s
              WHERE s.refobjid = a.attrelid AND s.refobjsubid = a.attnum AND s.deptype = 'i'
                AND s.classid = 'pg_catalog.pg_class'::regclass) AS sequence
       FROM pg_catalog.pg_attribute a
       JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
       LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
       LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
       LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum`,
    [oid],
  );
  return rows;
}

async function columnLine(client: pg.ClientBase, column: Column): Promise<string> {
  const parts = [quote(column.name), column.type];
  if (column.collation !== null) parts.push(`COLLATE ${column.collation}`);
  if (column.generated) parts.push(`GENERATED ALWAYS AS (${column.initial}) STORED`);
  else if (column.initial !== null) parts.push(`DEFAULT ${column.initial}`);
  if (column.identity !== "" && column.sequence !== null) {
    const { rows } = await client.query<{ options: string }>(
      `SELECT format('SEQUENCE NAME %I.%I START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s',
                     n.nspname, c.relname, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
                     CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END) AS options
         FROM pg_catalog.pg_sequence s
         JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE s.seqrelid = $1`,
      [column.sequence],
    );
    parts.push(
      `GENERATED ${column.identity === "a" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY (${rows[0]?.options ?? ""})`,
    );
  }
  if (column.required) parts.push("NOT NULL");
  return parts.join(" ");
}

/** Their functions and types come with them. */
const extensions = `
  SELECT format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', e.extname, n.nspname) AS text
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
   WHERE n.oid = $1::regnamespace
   ORDER BY e.extname`;

async function functionsOf(client: pg.ClientBase, schema: string): Promise<string[]> {
  return textsOf(
    client,
    `SELECT pg_catalog.pg_get_functiondef(p.oid) AS text FROM pg_catalog.pg_proc p
      WHERE p.pronamespace = $1::regnamespace AND p.prokind IN ('f', 'p')
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                         WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
      ORDER BY p.oid`,
    schema,
  );
}

function constraintsOf(client: pg.ClientBase, schema: string, kind: string): Promise<string[]> {
  return textsOf(
    client,
    `SELECT format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', n.nspname, c.relname, o.conname,
                   pg_catalog.pg_get_constraintdef(o.oid)) AS text
       FROM pg_catalog.pg_constraint o
       JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.oid = $1::regnamespace AND o.conparentid = 0 AND o.${kind}
      ORDER BY c.relname, o.contype DESC, o.conname`,
    schema,
  );
}

/** Those that are no constraint's own. One that is not valid was never finished, and is left to be built again. */
const indexes = `
  SELECT pg_catalog.pg_get_indexdef(i.indexrelid) AS text
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
   WHERE c.relnamespace = $1::regnamespace AND i.indisvalid
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x'))
   ORDER BY c.relname`;

const triggers = `
  SELECT pg_catalog.pg_get_triggerdef(t.oid) AS text
    FROM pg_catalog.pg_trigger t
    JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
   WHERE c.relnamespace = $1::regnamespace AND NOT t.tgisinternal
   ORDER BY c.relname, t.tgname`;

/** What roles of apps may do; the owner is the login that restores. Also what their later tables will give them. */
const grants = `
  SELECT format('GRANT %s ON SCHEMA %I TO %s', a.privilege_type, n.nspname, ${grantee("a.grantee")}) AS text
    FROM pg_catalog.pg_namespace n, LATERAL pg_catalog.aclexplode(n.nspacl) a
   WHERE n.oid = $1::regnamespace AND a.grantee <> n.nspowner
   UNION ALL
  SELECT format('GRANT %s ON %s %I.%I TO %s', a.privilege_type, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                n.nspname, c.relname, ${grantee("a.grantee")})
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
         LATERAL pg_catalog.aclexplode(c.relacl) a
   WHERE n.oid = $1::regnamespace AND c.relkind IN ('r', 'S') AND a.grantee <> c.relowner
   UNION ALL
  SELECT format('GRANT %s (%I) ON TABLE %I.%I TO %s', a.privilege_type, t.attname, n.nspname, c.relname,
                ${grantee("a.grantee")})
    FROM pg_catalog.pg_attribute t
    JOIN pg_catalog.pg_class c ON c.oid = t.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
         LATERAL pg_catalog.aclexplode(t.attacl) a
   WHERE n.oid = $1::regnamespace AND c.relkind = 'r' AND NOT t.attisdropped AND a.grantee <> c.relowner
   UNION ALL
  SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', p.oid::regprocedure)
    FROM pg_catalog.pg_proc p
   WHERE p.pronamespace = $1::regnamespace AND p.proacl IS NOT NULL
     AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(p.proacl) a WHERE a.grantee = 0)
   UNION ALL
  SELECT format('GRANT EXECUTE ON FUNCTION %s TO %s', p.oid::regprocedure, ${grantee("a.grantee")})
    FROM pg_catalog.pg_proc p, LATERAL pg_catalog.aclexplode(p.proacl) a
   WHERE p.pronamespace = $1::regnamespace AND a.grantee NOT IN (0, p.proowner)
   UNION ALL
  SELECT format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT %s ON %s TO %s', n.nspname, a.privilege_type,
                CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' ELSE 'FUNCTIONS' END,
                ${grantee("a.grantee")})
    FROM pg_catalog.pg_default_acl d
    JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace,
         LATERAL pg_catalog.aclexplode(d.defaclacl) a
   WHERE n.oid = $1::regnamespace AND a.grantee <> d.defaclrole
   ORDER BY 1`;

function grantee(oid: string): string {
  return `CASE WHEN ${oid} = 0 THEN 'PUBLIC' ELSE ${oid}::regrole::text END`;
}

async function textsOf(client: pg.ClientBase, query: string, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(query, [quote(schema)]);
  return rows.map(({ text }) => text);
}
