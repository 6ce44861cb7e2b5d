"""A start refuses the ports that it needs and others have, and no other."""

import dataclasses
import socket
from pathlib import Path

import pytest

from deploy.native.errors import StartError
from deploy.native.ports import refuse_taken
from deploy.native.services import EVENT, TICKET
from deploy.native.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.for_tests(tmp_path, instances={"ticket": 2})


def test_each_port_that_is_needed_and_taken_is_named(settings: Settings):
    ports = settings.ports
    for port, name in (
        (ports.postgres, "postgres"),
        (ports.public_port(EVENT), "event through nginx"),
        (ports.instance_port(TICKET, 1), "ticket, instance 2"),
        (ports.inbox, "inbox"),
    ):
        with socket.create_server(("127.0.0.1", port)), pytest.raises(StartError, match=rf": {port} \({name}\);"):
            refuse_taken(settings.ports_in_use())


def test_a_port_that_only_phones_need_is_asked_for_with_them_only(settings: Settings):
    with socket.create_server(("127.0.0.1", settings.ports.https)):
        refuse_taken(settings.ports_in_use())
        with pytest.raises(StartError, match="https"):
            refuse_taken(dataclasses.replace(settings, lan_address="127.0.0.2").ports_in_use())


def test_production_needs_none_for_stand_ins(settings: Settings):
    of_stand_ins = settings.ports_in_use().keys() - dataclasses.replace(settings, production=True).ports_in_use().keys()
    assert of_stand_ins == {"stripe", "mail", "inbox"}
