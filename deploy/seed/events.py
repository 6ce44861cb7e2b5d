"""The events that the seed puts on sale; their moments are hours from the seed's start."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Offer:
    """A ticket type. Prices are minor units of the currency."""

    name: str
    price: int
    capacity: int
    max_per_order: int = 8
    description: str = ""


@dataclass(frozen=True)
class Show:
    """An event. `buyers_take` of its first type are bought at once, so that it is sold out or nearly."""

    title: str
    venue: str
    category: str
    summary: str
    starts_in_hours: float
    lasts_hours: float
    offers: tuple[Offer, ...]
    currency: str = "EUR"
    doors_before_hours: float = 1.0
    colors: tuple[str, str] = ("#3b3ad9", "#0f172a")
    buyers_take: int = 0
    programme: tuple[tuple[float, str], ...] = field(default=())


VENUES: dict[str, dict[str, Any]] = {
    "hall": {
        "name": "Village Hall",
        "street": "Hauptstraße 1",
        "city": "Berlin",
        "country": "DE",
        "time_zone": "Europe/Berlin",
    },
    "dome": {
        "name": "Harbour Dome",
        "street": "1 Quay Road",
        "city": "Lisbon",
        "country": "PT",
        "time_zone": "Europe/Lisbon",
    },
    "club": {
        "name": "Moonlight Club",
        "street": "2-11-3 Dōgenzaka",
        "city": "Tokyo",
        "country": "JP",
        "time_zone": "Asia/Tokyo",
    },
    "lab": {
        "name": "Old Brewery",
        "street": "48 Mill Lane",
        "city": "Dublin",
        "country": "IE",
        "time_zone": "Europe/Dublin",
    },
}

SHOWS: tuple[Show, ...] = (
    Show(
        "Open Doors Tonight",
        "hall",
        "concert",
        "The doors are open now: buy a ticket and walk in.",
        1,
        48,
        (Offer("Evening ticket", 1200, 120), Offer("Supporter", 3000, 20)),
        colors=("#f97316", "#7c2d12"),
    ),
    Show(
        "Spring Concert of the Village Orchestra",
        "hall",
        "concert",
        "Dvořák, Grieg and a world premiere by our own cellist.",
        24 * 30,
        3,
        (
            Offer("Balcony", 2800, 60, description="Reserved balcony, unnumbered seats."),
            Offer("Stalls", 1900, 140),
            Offer("Pupils and students", 700, 40, description="With a valid card."),
        ),
        programme=((0, "Welcome"), (0.1, "Dvořák: Serenade"), (1.2, "Interval"), (1.6, "Grieg: Holberg Suite")),
        colors=("#0ea5e9", "#1e1b4b"),
    ),
    Show(
        "Arena Night 2027",
        "dome",
        "concert",
        "Four bands, one night, eighteen thousand people.",
        24 * 75,
        6,
        (Offer("Standing", 6900, 15000), Offer("Seated", 8900, 2900), Offer("Front stage", 14900, 600, 4)),
        doors_before_hours=2,
        colors=("#db2777", "#312e81"),
    ),
    Show(
        "Neighbourhood Science Day",
        "lab",
        "workshop",
        "Free for everybody: experiments, talks and a rocket at noon.",
        24 * 12,
        7,
        (Offer("Free entry", 0, 400, 5),),
        colors=("#10b981", "#064e3b"),
    ),
    Show(
        "月光セッション — Moonlight Session",
        "club",
        "concert",
        "Jazz in Shibuya until the last train.",
        24 * 21,
        4,
        (Offer("前売 Advance", 4500, 80, 4), Offer("VIP", 12000, 12, 2)),
        currency="JPY",
        colors=("#6366f1", "#020617"),
    ),
    Show(
        "Poetry by Candlelight",
        "lab",
        "theatre",
        "Twelve chairs, twelve poems.",
        24 * 5,
        2,
        (Offer("Chair", 0, 12, 6),),
        buyers_take=12,
        colors=("#eab308", "#422006"),
    ),
    Show(
        "Last Summer's Farewell",
        "hall",
        "festival",
        "It has been; this is how a past event looks.",
        -5,
        5.05,
        (Offer("Day ticket", 1500, 200),),
        colors=("#94a3b8", "#1e293b"),
    ),
)
