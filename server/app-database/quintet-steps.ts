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
  {
    number: 4,
    what: "what apps leave to be done after a commit",
    statements: [
      // Of each app both roles: by them `post` knows the app that calls it.
      `CREATE TABLE IF NOT EXISTS quintet.places (
        role_name text PRIMARY KEY,
        app_id uuid NOT NULL,
        environment text NOT NULL
      )`,
      // due_at: when it may be tried. lease_until: a process works on it. Neither done_at nor dead_at: it waits.
      `CREATE TABLE IF NOT EXISTS quintet.outbox (
        id uuid PRIMARY KEY,
        app_id uuid NOT NULL,
        environment text NOT NULL,
        topic text NOT NULL,
        key text,
        payload jsonb NOT NULL CHECK (pg_catalog.octet_length(payload::text) <= 65536),
        due_at timestamptz NOT NULL,
        made_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
        attempt integer NOT NULL DEFAULT 0,
        lease_until timestamptz,
        done_at timestamptz,
        dead_at timestamptz,
        reason text
      )`,
      `CREATE INDEX IF NOT EXISTS outbox_waiting ON quintet.outbox (app_id, environment, topic, due_at)
        WHERE done_at IS NULL AND dead_at IS NULL`,
      "CREATE INDEX IF NOT EXISTS outbox_over ON quintet.outbox (made_at) WHERE done_at IS NOT NULL OR dead_at IS NOT NULL",
      // Of lines with the same key only one waits: a later one takes the place of one that nobody has tried yet.
      `CREATE UNIQUE INDEX IF NOT EXISTS outbox_key ON quintet.outbox (app_id, environment, topic, key)
        WHERE key IS NOT NULL AND attempt = 0 AND done_at IS NULL AND dead_at IS NULL`,
      // The only way in which the roles of an app write to the outbox. A rollback takes the line with it.
      `CREATE OR REPLACE FUNCTION quintet.post(_topic text, _id uuid, _key text, _payload jsonb, _due_at timestamptz)
       RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
       DECLARE _place quintet.places;
       BEGIN
         SELECT * INTO _place FROM quintet.places p WHERE p.role_name = pg_catalog.current_setting('role');
         IF NOT FOUND THEN
           RAISE EXCEPTION 'Only the roles of an app post.' USING ERRCODE = 'insufficient_privilege';
         END IF;
         IF _topic <> 'mail' THEN
           RAISE EXCEPTION 'There is no topic %.', _topic USING ERRCODE = 'invalid_parameter_value';
         END IF;
         INSERT INTO quintet.outbox AS o (id, app_id, environment, topic, key, payload, due_at)
         VALUES (_id, _place.app_id, _place.environment, _topic, _key, _payload, COALESCE(_due_at, pg_catalog.now()))
         ON CONFLICT (app_id, environment, topic, key)
           WHERE key IS NOT NULL AND attempt = 0 AND done_at IS NULL AND dead_at IS NULL
           DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at;
       END $$`,
      "REVOKE ALL ON FUNCTION quintet.post(text, uuid, text, jsonb, timestamptz) FROM PUBLIC",
    ],
  },
];
