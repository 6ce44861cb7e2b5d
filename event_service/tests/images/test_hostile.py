"""Uploads that are no images, more than images, or too much of one are refused quickly, and nothing else notices."""

import asyncio
import io
import resource

import pytest
from PIL import Image

from event_service.images import reading
from event_service.images.errors import TooManyImages
from event_service.tests.images.pictures import (
    PAGE,
    SVG,
    TYPES,
    animation,
    archive,
    bomb,
    picture,
    png,
    progressive_bomb,
    text_bomb,
)
from event_service.tests.stage import V1

SECONDS = 2.0
LEAST_ANSWERED = 3

HOSTILE = {
    "nothing": (b"", "image/png", {"not_an_image"}),
    "noise": (b"\x00\x01\x02" * 500, "image/jpeg", {"not_an_image"}),
    "a header and no more": (picture("PNG")[:60], "image/png", {"not_an_image"}),
    "half of an image": (picture("JPEG")[:2000], "image/jpeg", {"not_an_image"}),
    "a document": (b"%PDF-1.7\n" + b"x" * 100, "image/jpeg", {"image_hides_something"}),
    "svg as svg": (SVG, "image/svg+xml", {"image_kind_not_accepted"}),
    "svg as png": (SVG, "image/png", {"image_hides_something"}),
    "gif as gif": (b"GIF89a" + b"\0" * 50, "image/gif", {"image_kind_not_accepted"}),
    "gif as png": (b"GIF89a" + b"\0" * 50, "image/png", {"not_an_image"}),
    "jpeg as png": (picture("JPEG"), "image/png", {"not_an_image"}),
    "a page behind a jpeg": (picture("JPEG") + PAGE, "image/jpeg", {"image_hides_something"}),
    "a script in a comment": (picture(comment=b"<SCRIPT>alert(1)</SCRIPT>"), "image/jpeg", {"image_hides_something"}),
    "php in a comment": (picture(comment=b"<?php system($_GET[0]); ?>"), "image/jpeg", {"image_hides_something"}),
    "an archive behind a png": (picture("PNG") + archive(), "image/png", {"image_hides_something"}),
    "an archive in a webp": (picture("WEBP") + archive(), "image/webp", {"image_hides_something"}),
    "a wide bomb": (png(2**31 - 1, 1, b"x"), "image/png", {"image_too_large", "not_an_image"}),
    "a bomb of 400 megapixels": (bomb(20_000, 20_000), "image/png", {"image_too_large"}),
    "a bomb of 25 megapixels": (bomb(5000, 5000), "image/png", {"image_too_large"}),
    "a webp of 11 megapixels": (picture("WEBP", size=(4000, 2750)), "image/webp", {"image_too_large"}),
    "a bomb in a comment": (text_bomb(), "image/png", {"not_an_image"}),
    "a bomb of many scans": (progressive_bomb(), "image/jpeg", {"image_takes_too_much", "image_took_too_long"}),
    "a moving png": (animation("PNG"), "image/png", {"image_moves"}),
    "a moving webp": (animation("WEBP"), "image/webp", {"image_moves"}),
}


def _spent_by_children():
    """Processor time, since how long something takes also depends on what else the machine does."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_upload_is_refused_within_two_seconds(stage, name):
    content, content_type, codes = HOSTILE[name]
    draft = await stage.draft()
    for _attempt in range(5):
        spent_before = _spent_by_children()
        answer = await _put(stage, draft, content, content_type)
        spent = _spent_by_children() - spent_before
        if answer.status_code != 503 or answer.json()["code"] in codes:
            break
    assert answer.status_code in {415, 422, 503}, answer.text
    assert answer.json()["code"] in codes
    assert (await stage.seen(f"/events/{draft['id']}"))["image_url"] is None
    assert spent < SECONDS + 0.2, f"{name}: {spent:.1f} s"


async def _put(stage, event, content, content_type):
    path = f"{V1}/events/{event['id']}/image"
    return await stage.client.put(path, content=content, headers={"Content-Type": content_type}, auth=stage.person)


@pytest.mark.parametrize("kind", TYPES)
async def test_what_a_camera_appends_is_left_out_not_refused(stage, client, kind):
    event = await stage.published()
    answer = await _put(stage, event, picture(kind) + b"SEFT" + b"\x07" * 4000, TYPES[kind])
    assert answer.status_code == 200, answer.text
    served = (await client.get(answer.json()["image_url"])).content
    assert b"SEFT" not in served
    assert served.endswith(b"\xff\xd9")


async def test_more_than_five_megabytes_are_refused(stage):
    draft = await stage.draft()
    answer = await _put(stage, draft, b"\xff" * (5 * 1024 * 1024 + 1), "image/jpeg")
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_an_image_with_a_wrong_or_no_content_type_is_refused(stage):
    draft = await stage.draft()
    for content_type in ("application/json", "text/html", "image/", "image/jpeg, image/png", "multipart/form-data"):
        answer = await _put(stage, draft, picture(), content_type)
        assert answer.status_code in {400, 415, 422}, content_type
    path = f"{V1}/events/{draft['id']}/image"
    assert (await stage.client.put(path, content=picture(), auth=stage.person)).status_code == 415


async def test_strangers_do_not_make_us_work(stage, set_stage, client, monkeypatch):
    async def refuse(*_arguments):
        raise AssertionError("a process was started for a stranger")

    monkeypatch.setattr(reading, "_read", refuse)
    event, stranger = await stage.published(), await set_stage()
    path = f"{V1}/events/{event['id']}/image"
    for auth, status in ((None, 401), (stranger.person, 404)):
        answer = await client.put(path, content=picture(), headers={"Content-Type": "image/jpeg"}, auth=auth)
        assert answer.status_code == status


async def test_other_requests_go_on_while_bombs_are_read(stage):
    draft = await stage.draft()
    bombs = [asyncio.create_task(_put(stage, draft, progressive_bomb(), "image/jpeg")) for _ in range(2)]
    answered = 0
    while not all(task.done() for task in bombs):
        assert (await stage.ask("GET", f"/events/{draft['id']}")).status_code == 200
        answered += 1
        await asyncio.wait(bombs, timeout=0.1)
    assert {task.result().status_code for task in bombs} <= {422, 503}
    # Were they read in this process, nobody would be answered before both are done.
    assert answered >= LEAST_ANSWERED


async def test_when_too_many_wait_the_next_are_turned_away():
    reader = reading.Reader()
    uploads = [reader.read(picture(size=(1200, 1200)), "image/jpeg") for _ in range(reading.MOST_WAITING + 3)]
    results = await asyncio.gather(*uploads, return_exceptions=True)
    assert [type(result) for result in results[reading.MOST_WAITING :]] == [TooManyImages] * 3
    assert not any(isinstance(result, TooManyImages) for result in results[: reading.MOST_WAITING])
    images = [result for result in results if isinstance(result, reading.NewImage)]
    assert all(Image.open(io.BytesIO(image.content)) for image in images)
