from pathlib import Path

import pytest

from deploy.stand_ins.stripe.tests.conftest import settings
from deploy.stand_ins.testing import StandIn

WRONG = {
    "ENV": ("production", "only with ENV=development"),
    "STRIPE_STAND_IN_API_KEY": ("sk_live_abcdefghij", "STRIPE_STAND_IN_API_KEY"),
    "STRIPE_STAND_IN_PUBLISHABLE_KEY": ("pk_live_abcdefghij", "STRIPE_STAND_IN_PUBLISHABLE_KEY"),
    "STRIPE_STAND_IN_CONTROL": ("", "STRIPE_STAND_IN_CONTROL"),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_refuses_to_start_outside_development_or_with_live_keys(tmp_path: Path, name: str):
    value, words = WRONG[name]
    with pytest.raises(RuntimeError, match=words):
        StandIn("deploy.stand_ins.stripe", settings(tmp_path, **{name: value}))


def test_it_starts_with_the_same_settings_put_right(tmp_path: Path):
    with StandIn("deploy.stand_ins.stripe", settings(tmp_path)) as process:
        assert process.addresses["api"].startswith("http://127.0.0.1:")
