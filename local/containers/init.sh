#!/bin/bash
# Once, when the data volume is empty: one database and one role per domain, those that docker-compose.yml gives a password.
# A role reaches its own database only.
set -euo pipefail

for variable in $(compgen -e | grep '_DATABASE_PASSWORD$'); do
  domain="${variable%_DATABASE_PASSWORD}"
  domain="${domain,,}"
  : "${!variable:?is missing}"
  # psql reads the password from its environment: a command line is read by every user of the machine
  psql -v ON_ERROR_STOP=1 -v domain="$domain" -v variable="$variable" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv password :variable
CREATE ROLE :"domain" LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE :"domain" OWNER :"domain";
REVOKE ALL ON DATABASE :"domain" FROM PUBLIC;
SQL
done
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres -c 'REVOKE CONNECT ON DATABASE postgres FROM PUBLIC'
