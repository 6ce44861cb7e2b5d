"""Every service knows the same zones, those of the pinned database."""

import zoneinfo

from shared import time_zones


def test_the_machines_own_zones_do_not_count():
    assert zoneinfo.TZPATH == ()
    assert "Factory" not in time_zones.names()
    for name in time_zones.names():
        assert time_zones.zone(name).key == name
