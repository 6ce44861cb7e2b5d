import pytest

from ticket_service.tests.check_ins.door import open_door
from ticket_service.tickets.codes import code_keys


@pytest.fixture
def operator(person):
    return person("Operator")


@pytest.fixture
async def door(database, operator):
    return await open_door(database, staff=(operator.account_id,))


@pytest.fixture
def code_of(secrets_dir):
    return lambda ticket: code_keys(secrets_dir).sign(ticket.code)
