"""The shapes of ids that several nouns speak of. What belongs to one noun has its shape there."""

from typing import Annotated

from shared.ids import id_field

AccountId = Annotated[str, id_field("usr")]
EventId = Annotated[str, id_field("evt")]
OrderId = Annotated[str, id_field("ord")]
TicketTypeId = Annotated[str, id_field("tt")]
