/** A numbered change of the schema `quintet`. */
export interface QuintetStep {
  readonly number: number;
  /** For the operator, when it fails: "the first tables". */
  readonly what: string;
  /** May run again on what they have made. */
  readonly statements: readonly string[];
}

/**
 * What the schema `quintet` consists of, as the steps that made it. A step that has been in a version of Quintet is
 * never changed: what is to be different is another step at the end, which then reaches every database
 * (apply-quintet-steps.ts). README.md describes the tables.
 */
export const quintetSteps: readonly QuintetStep[] = [
  {
    number: 1,
    what: "the first tables",
    statements: [
      `CREATE TABLE IF NOT EXISTS quintet.live (
        app_id uuid NOT NULL,
        environment text NOT NULL,
        release_id bigint NOT NULL,
        access_version bigint NOT NULL DEFAULT 1,
        PRIMARY KEY (app_id, environment)
      )`,
      `CREATE TABLE IF NOT EXISTS quintet.journal (
        release_id bigint NOT NULL,
        app_id uuid NOT NULL,
        attempt integer NOT NULL,
        step integer NOT NULL,
        what text NOT NULL,
        at timestamptz NOT NULL DEFAULT now()
      )`,
      "CREATE INDEX IF NOT EXISTS journal_release ON quintet.journal (release_id)",
      `CREATE TABLE IF NOT EXISTS quintet.physical (
        app_id uuid NOT NULL,
        environment text NOT NULL,
        body jsonb NOT NULL,
        PRIMARY KEY (app_id, environment)
      )`,
      // Of imports into live rows: written in the transaction of the rows, so that it says for certain whether they are in.
      `CREATE TABLE IF NOT EXISTS quintet.imports (
        import_id uuid PRIMARY KEY,
        app_id uuid NOT NULL,
        state text NOT NULL,
        result jsonb NOT NULL DEFAULT '{}',
        at timestamptz NOT NULL DEFAULT now()
      )`,
      // Pointers of deleted apps, which no guard reads (suspended-apps.ts); no release: it had none, or was deleted permanently.
      `CREATE TABLE IF NOT EXISTS quintet.off_air (
        app_id uuid NOT NULL,
        environment text NOT NULL,
        release_id bigint,
        access_version bigint NOT NULL,
        dropped boolean NOT NULL DEFAULT false,
        PRIMARY KEY (app_id, environment)
      )`,
    ],
  },
  {
    number: 2,
    what: "which steps each app's schema has had",
    statements: [
      // Not done while done_at is empty; then failure says why.
      `CREATE TABLE IF NOT EXISTS quintet.app_steps (
        app_id uuid NOT NULL,
        environment text NOT NULL,
        step integer NOT NULL,
        done_at timestamptz,
        failure text,
        tried_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (app_id, environment, step)
      )`,
    ],
  },
  {
    number: 3,
    what: "JSON merge patches",
    statements: [
      // RFC 7396. It reads each object of both once, so the time is that of writing the document.
      `CREATE OR REPLACE FUNCTION quintet.merge_patch(_target jsonb, _patch jsonb) RETURNS jsonb
       LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
       BEGIN
         IF pg_catalog.jsonb_typeof(_patch) IS DISTINCT FROM 'object' THEN RETURN _patch; END IF;
         IF pg_catalog.jsonb_typeof(_target) = 'object' THEN NULL; ELSE _target := '{}'; END IF;
         RETURN (SELECT COALESCE(pg_catalog.jsonb_object_agg(_m.key, _m.value), '{}') FROM (
           SELECT _t.key, _t.value FROM pg_catalog.jsonb_each(_target) _t WHERE NOT _patch ? _t.key
           UNION ALL
           SELECT _p.key, quintet.merge_patch(_target -> _p.key, _p.value) FROM pg_catalog.jsonb_each(_patch) _p
            WHERE pg_catalog.jsonb_typeof(_p.value) <> 'null') _m);
       END $$`,
    ],
  },
];
