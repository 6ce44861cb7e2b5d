-- A service's database and its two roles; run by psql as superuser with NAME, PASSWORD and OWNER_PASSWORD in the environment.
-- The owner migrates, the service may only read and write rows, and neither can open another service's database.
\set ON_ERROR_STOP on
\set QUIET on
\getenv name NAME
\getenv password PASSWORD
\getenv owner_password OWNER_PASSWORD
\set owner :name _owner
\set database :name _db
SET client_min_messages = warning;

SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY[:'name', :'owner']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE :"name" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE :"name" SET statement_timeout = '3s';
ALTER ROLE :"name" SET lock_timeout = '1s';
ALTER ROLE :"name" SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE :"owner" SET lock_timeout = '3s';

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"name";

\connect :"database"
GRANT USAGE ON SCHEMA public TO :"name";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"name";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO :"name";
