"""Is supervisord: `python -m deploy.native.supervise [--until-parent-ends] supervisord.conf`.

Marks itself as "subreaper" first: orphans of its programs become its children, where `launch.py` finds and ends them. Those
that are left when all programs have ended are ended here, so that nothing of the system outlives this process.
"""

import contextlib
import ctypes
import os
import signal
import sys

from supervisor import supervisord

from deploy.native import trees

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
    supervisord.main(["-n", "-c", configuration])
    if sys.platform == "linux":
        end_what_is_left()


def end_what_is_left() -> None:
    """Until there is no child any more: the end of one may make orphans of its own children."""
    with contextlib.suppress(ChildProcessError):
        while True:
            for pid in trees.below(os.getpid())[1:]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            os.waitpid(-1, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
