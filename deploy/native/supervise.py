"""Becomes supervisord: `python -m deploy.native.supervise [--until-parent-ends] supervisord.conf`.

Marks itself as "subreaper" first: orphans of its programs become its children, where `launch.py` finds and ends them.
"""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1
SET_CHILD_SUBREAPER = 36


def main(arguments: list[str]) -> None:
    *options, configuration = arguments
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")
        if "--until-parent-ends" in options:
            libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    os.execv(sys.executable, [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", configuration])


if __name__ == "__main__":
    main(sys.argv[1:])
