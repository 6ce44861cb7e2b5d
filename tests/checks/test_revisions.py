"""What a service reads of its migrations is what Alembic says of them."""

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from shared.persistence import revisions
from tests.run import SERVICES


@pytest.mark.parametrize("package", SERVICES)
def test_the_newest_and_all_are_those_that_alembic_knows(package: str):
    config = Config()
    config.set_main_option("script_location", f"{package}:migrations")
    scripts = ScriptDirectory.from_config(config)
    every = frozenset(script.revision for script in scripts.walk_revisions())
    assert revisions.of(package) == (scripts.get_current_head(), every)


@pytest.mark.parametrize("package", SERVICES)
def test_a_database_of_newer_code_serves_and_an_older_or_empty_one_does_not(package: str):
    newest, known = revisions.of(package)
    assert revisions.is_at_or_past(package, newest)
    assert revisions.is_at_or_past(package, "299912312359")
    assert not revisions.is_at_or_past(package, min(known))
    assert not revisions.is_at_or_past(package, None)
