#!/bin/sh
# The login that Quintet uses: not a superuser. It makes a role and a schema for each app, so it needs CREATEROLE and a
# database of its own. Runs once, on an empty volume.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$QUINTET_PASSWORD" <<'SQL'
CREATE ROLE quintet LOGIN CREATEROLE NOSUPERUSER NOINHERIT PASSWORD :'password';
CREATE DATABASE quintet OWNER quintet;
SQL

# Functions by which one app's statement could leave its role: from everybody to this login alone.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname quintet <<'SQL'
DO $$
DECLARE escape regprocedure;
BEGIN
  FOR escape IN
    SELECT p.oid::regprocedure FROM pg_proc p
     WHERE p.pronamespace = 'pg_catalog'::regnamespace
       AND p.proname ~ '^(set_config|(query|cursor|table|schema|database)_to_xml.*|ts_stat|ts_rewrite|lo_.*|loread|lowrite|pg_sleep.*|pg_(try_)?advisory_.*|pg_notify|pg_(cancel|terminate)_backend|pg_export_snapshot|pg_logical_emit_message)$'
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', escape);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO quintet', escape);
  END LOOP;
END $$;
REVOKE TEMPORARY ON DATABASE quintet FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
