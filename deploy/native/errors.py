"""Why the system could not be started, in words for the person at the terminal."""

from pathlib import Path

LAST_LINES = 15


class StartError(Exception):
    """`log` is the file whose end tells more."""

    def __init__(self, message: str, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log

    def told(self) -> str:
        """The message, and how its log ends."""
        if not self.log or not self.log.exists():
            return str(self)
        end = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        return "\n".join([str(self), "", f"The end of {self.log}:", *(f"  {line}" for line in end)])
