#!/bin/sh
# Makes the database and the roles of the service whose Postgres this is, or sets their passwords anew.
set -eu
cd /run/private
NAME=$(cat NAME) PASSWORD=$(cat PASSWORD) OWNER_PASSWORD=$(cat OWNER_PASSWORD)
export NAME PASSWORD OWNER_PASSWORD
exec psql -X -q -U postgres -d postgres -c 'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC' -f database.sql
