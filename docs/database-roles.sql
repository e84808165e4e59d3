-- The two roles and the database, on a server of your own. Run once, as a superuser, by psql:
--     psql --username postgres --file docs/database-roles.sql
-- The passwords are read from files, so that they stand in no command line, history or log.
-- Tables are made afterwards by `manage.py migrate`, as the owner; the application's rights are given by
-- `manage.py grant_app_role`: no change to audit or history rows, no create, no drop.

\set ON_ERROR_STOP on
\set owner_password `cat /run/secrets/owner_password`
\set app_password `cat /run/secrets/app_password`

-- Passwords are not written to the server's log by these statements.
SET log_statement = 'none';

CREATE ROLE s117_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE s117_app LOGIN PASSWORD :'app_password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;

CREATE DATABASE s117 OWNER s117_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE s117 FROM PUBLIC;
GRANT CONNECT ON DATABASE s117 TO s117_app;

-- Only needed where the public schema still lets everyone create (PostgreSQL 14).
\connect s117
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO s117_owner;
