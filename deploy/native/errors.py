"""Why the system could not be started, in words for the person at the terminal."""

from pathlib import Path


class StartError(Exception):
    """`log` is the file whose end tells more."""

    def __init__(self, message: str, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log
