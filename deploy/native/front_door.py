"""Where the running system is: noted at its start for commands that come later and in another environment."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.native.settings import Settings

NAME = "front-door.json"


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """`authority` is the file of who vouches for its certificate, where the system's own trust does not do."""

    url: str
    inbox_url: str
    authority: str | None

    @classmethod
    def of(cls, settings: Settings) -> "FrontDoor":
        authority = str(settings.authority) if settings.authority else None
        return cls(settings.public_url, settings.inbox_url, authority)

    @classmethod
    def of_what_runs(cls, settings: Settings) -> "FrontDoor":
        """As noted; where nothing is noted, where these settings would put it."""
        note = settings.run / NAME
        return cls(**json.loads(note.read_bytes())) if note.exists() else cls.of(settings)

    def note(self, run: Path) -> None:
        (run / NAME).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @staticmethod
    def forget(run: Path) -> None:
        (run / NAME).unlink(missing_ok=True)
