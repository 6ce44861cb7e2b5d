"""The physical limit: Postgres' own pgbench does what an order must, in one transaction and one round trip each."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from deploy.native.postgres import SUPERUSER, Cluster
from deploy.native.settings import LOOPBACK

_TABLES = """
DROP TABLE IF EXISTS allocations, orders, tickets, outbox;
CREATE TABLE allocations (id int PRIMARY KEY, capacity int, sold int, CHECK (sold <= capacity));
CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), account uuid, allocation int, created_at timestamptz);
CREATE TABLE tickets (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), order_id uuid, holder text);
CREATE TABLE outbox (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, type text, payload jsonb);
INSERT INTO allocations VALUES (1, 2000000000, 0);
"""
_ORDER = """
WITH taken AS (UPDATE allocations SET sold = sold + 2 WHERE id = 1 AND sold + 2 <= capacity RETURNING id),
placed AS (INSERT INTO orders (account, allocation, created_at) SELECT gen_random_uuid(), id, now() FROM taken RETURNING id),
issued AS (INSERT INTO tickets (order_id, holder) SELECT id, holder FROM placed, unnest(ARRAY['Ada', 'Charles']) holder)
INSERT INTO outbox (type, payload) SELECT 'OrderPaid', jsonb_build_object('order_id', id) FROM placed;
"""


def orders_per_second(cluster: Cluster, clients: int, seconds: float) -> float:
    cluster.psql("postgres", "-c", _TABLES)
    connection = {"PGHOST": LOOPBACK, "PGPORT": str(cluster.port), "PGUSER": SUPERUSER, "PGPASSWORD": cluster.password}
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="ascii") as script:
        script.write(_ORDER.replace("\n", " "))
        script.flush()
        command = [str(cluster.binary.with_name("pgbench")), "-n", "-f", script.name, "-M", "prepared", "-j", "2"]
        ran = subprocess.run(  # noqa: S603  the server's own program
            [*command, "-c", str(clients), "-T", str(max(1, round(seconds))), "postgres"],
            env={"PATH": os.defpath, **connection},
            cwd=Path(script.name).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    found = re.search(r"tps = ([0-9.]+)", ran.stdout)
    assert found, ran.stdout
    return float(found[1])
