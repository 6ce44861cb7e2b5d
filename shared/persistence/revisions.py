"""Which revisions of its database a service's code knows: read from the heads of its migrations, without Alembic.

To import Alembic and each migration costs a start half a second of processor time.
"""

import re
from functools import cache
from importlib import resources

_HEAD = re.compile(r'^revision = "(\w+)"\ndown_revision = (?:None|"(\w+)")$', re.MULTILINE)


def is_at_or_past(package: str, revision: str | None) -> bool:
    """Whether a database's revision serves this code: its newest, or one that only newer code knows."""
    newest, known = of(package)
    return revision is not None and (revision == newest or revision not in known)


@cache
def of(package: str) -> tuple[str, frozenset[str]]:
    """The newest, and all. Raises ValueError when a migration says no revision or not exactly one is the newest."""
    before: dict[str, str] = {}
    for file in resources.files(package).joinpath("migrations", "versions").iterdir():
        if file.name.endswith(".py"):
            head = _HEAD.search(file.read_text(encoding="utf-8"))
            if head is None:
                raise ValueError(f"{file} does not say its revision")
            before[head[1]] = head[2]
    (newest,) = before.keys() - set(before.values())
    return newest, frozenset(before)
