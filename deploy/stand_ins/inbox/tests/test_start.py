from pathlib import Path

import pytest

from deploy.stand_ins.inbox.tests.conftest import Inbox, settings
from deploy.stand_ins.testing import StandIn


def test_it_refuses_to_start_outside_development(tmp_path: Path):
    with pytest.raises(RuntimeError, match="only with ENV=development"):
        StandIn("deploy.stand_ins.inbox", settings(tmp_path, ENV="production"))


def test_without_a_control_token_nobody_plans_faults(tmp_path: Path):
    with StandIn("deploy.stand_ins.inbox", settings(tmp_path, INBOX_CONTROL="")) as process:
        inbox = Inbox(process)
        for token in ("", "control-token"):
            headers = {"Authorization": f"Bearer {token}x".removesuffix("x").strip()}
            assert inbox.http.get("/control/faults", headers=headers).status_code == 401
        inbox.close()
