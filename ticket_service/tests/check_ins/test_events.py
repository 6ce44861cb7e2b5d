"""The list from which the staff choose tonight's event."""

from datetime import timedelta

from ticket_service.tests.check_ins.door import open_door


async def test_unknown_query_parameters_are_refused(client, database, person):
    operator = person("Operator")
    door = await open_door(database, staff=(operator.account_id,))
    path = f"/api/v1/events/{door.event.event_id}/check-ins/count"
    for unknown in (f"{path}?gate=North", "/api/v1/check-ins/events?since=today"):
        answer = await client.get(unknown, auth=operator)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")


async def test_the_events_of_now_come_first_however_many_are_planned(client, database, person):
    admin = person("Admin")
    tonight = await open_door(database, doors_in=timedelta(hours=1))
    for days in range(1, 102):
        await open_door(database, doors_in=timedelta(days=days))
    running, over = await open_door(database), await open_door(database, doors_in=timedelta(hours=-60))
    events = (await client.get("/api/v1/check-ins/events", auth=admin)).json()["data"]
    shown = [event["id"] for event in events]
    places = [shown.index(door.event.event_id) for door in (running, tonight, over)]
    assert places == sorted(places)
    assert len(shown) == 100
