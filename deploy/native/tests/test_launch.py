"""How a program begins."""

import json
import os
import subprocess
import sys
from pathlib import Path

from deploy.native import accounts, launch
from deploy.native.processes import Program


def test_a_server_begins_in_a_folder_that_its_account_cannot_enter(tmp_path: Path):
    """As root's servers do below /root; an ordinary user's run as the user."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    account = accounts.for_data(closed / "cluster")
    program = Program("server", "data", ["/bin/sh", "-c", "readlink /proc/$$/cwd; id -u"], {}, account)
    file = tmp_path / "program.json"
    file.write_text(json.dumps(json.loads(program.as_json()) | {"directory": str(closed)}), encoding="utf-8")
    # Below a shell, as it ends what else its parent has: for a supervisor these are orphans.
    command = ["/bin/sh", "-c", '"$@"; exit $?', "sh", sys.executable, "-IS", launch.__file__, str(file)]
    begun = subprocess.run(command, capture_output=True, text=True, check=False)
    assert begun.stderr == ""
    assert begun.stdout.split() == [str(closed), str(account.uid if account else os.getuid())]
