"""Moments and shares as people read them."""

from datetime import datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location, get_timezone_name
from babel.numbers import format_percent

from shared import time_zones


def moment(at: datetime, zone: str, locale: str) -> str:
    """`Saturday, 1 May 2027, 20:00` in the zone's own time."""
    local, spoken = at.astimezone(time_zones.zone(zone)), Locale.parse(locale, sep="-")
    return f"{format_date(local, 'full', locale=spoken)}, {format_time(local, 'short', locale=spoken)}"


def time(at: datetime, zone: str, locale: str) -> str:
    """`20:00` in the zone's own time."""
    return format_time(at.astimezone(time_zones.zone(zone)), "short", locale=Locale.parse(locale, sep="-"))


def share(points: int, locale: str) -> str:
    """`8.1%` of 810 basis points."""
    return format_percent(Decimal(points) / 10_000, locale=Locale.parse(locale, sep="-"), decimal_quantization=False)


def zone_name(at: datetime, zone: str, locale: str) -> str:
    """`Central European Summer Time`: what the zone's clocks are called at that moment."""
    local, spoken = at.astimezone(time_zones.zone(zone)), Locale.parse(locale, sep="-")
    name = get_timezone_name(local, locale=spoken)
    return f"{get_timezone_location(local, locale=spoken)} ({name})" if name.startswith("GMT") else name
