"""Where a request comes from, as the rules know it."""

from dataclasses import dataclass

from shared.web.networks import group_of


@dataclass(frozen=True)
class Client:
    address: str
    user_agent: str

    @property
    def network(self) -> str:
        """What limits count by."""
        return group_of(self.address)
