-- Roles and databases as native/postgres.py makes them, run by psql as the superuser; harmless when repeated.
-- The passwords come from the environment, and are set each time, so that new ones in .env take effect.
\getenv database_password DATABASE_PASSWORD
\getenv datastore_read_password DATASTORE_READ_PASSWORD

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', wanted.name)
FROM (VALUES ('satudata'), ('satudata_read')) AS wanted (name)
WHERE wanted.name NOT IN (SELECT rolname FROM pg_roles)
\gexec
ALTER ROLE satudata PASSWORD :'database_password';
ALTER ROLE satudata_read PASSWORD :'datastore_read_password';

SELECT format('CREATE DATABASE %I OWNER satudata ENCODING %L', wanted.name, 'utf-8')
FROM (VALUES ('satudata'), ('satudata_datastore')) AS wanted (name)
WHERE wanted.name NOT IN (SELECT datname FROM pg_database)
\gexec
