"""The picture of an event: made anew, kept for good by its address, and nothing but pixels."""

import io

import pytest
from PIL import Image
from sqlalchemy import update

from event_service.images.models import EventImage
from event_service.tests.images.pictures import TYPES, picture
from event_service.tests.stage import V1

MOST_TRIES = 5


async def _put(stage, event, content, content_type="image/jpeg", **headers):
    """As people do: again, when the machine was too busy to read it in time."""
    path, headers = f"{V1}/events/{event['id']}/image", {"Content-Type": content_type, **headers}
    for _attempt in range(MOST_TRIES):
        answer = await stage.client.put(path, content=content, headers=headers, auth=stage.person)
        if "retry-after" not in answer.headers:
            break
    return answer


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
        *(("PNG", mode) for mode in ("RGB", "RGBA", "P", "1", "LA", "I;16")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    ],
)
async def test_an_image_of_each_kind_becomes_a_jpeg_of_ours(stage, client, kind, mode):
    event = await stage.published()
    answer = await _put(stage, event, picture(kind, mode=mode), TYPES[kind])
    assert answer.status_code == 200, answer.text
    assert (answer.json()["width"], answer.json()["height"]) == (640, 360)
    url = (await stage.seen(f"/events/{event['id']}"))["image_url"]
    assert url == answer.json()["image_url"]
    served = await client.get(url)
    assert served.headers["content-type"] == "image/jpeg"
    image = Image.open(io.BytesIO(served.content))
    assert (image.format, image.size, image.mode) == ("JPEG", (640, 360), "RGB")


async def test_an_image_is_served_so_that_it_can_do_no_harm_and_is_kept(stage, client):
    event = await stage.published()
    url = (await _put(stage, event, picture())).json()["image_url"]
    served = await client.get(url)
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in served.headers["content-security-policy"]
    assert served.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert served.headers["content-disposition"].startswith("inline; filename=")
    bare = await client.get(url.partition("?")[0])
    assert (bare.content, bare.headers["cache-control"]) == (served.content, "public, max-age=1")
    fresh = await client.get(url, headers={"If-None-Match": served.headers["etag"]})
    assert (fresh.status_code, fresh.content) == (304, b"")


async def test_metadata_is_left_out_and_the_picture_stands_upright(stage, client):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Secret place"
    upload = picture(exif=exif, comment=b"Secret comment")
    assert b"Secret" in upload
    event = await stage.published()
    answer = await _put(stage, event, upload)
    assert (answer.json()["width"], answer.json()["height"]) == (360, 640)
    served = (await client.get(answer.json()["image_url"])).content
    assert b"Secret" not in served
    assert b"Exif" not in served


async def test_a_large_image_is_made_smaller(stage):
    event = await stage.published()
    answer = await _put(stage, event, picture("PNG", size=(4000, 3000)), "image/png")
    assert (answer.status_code, answer.json()["width"], answer.json()["height"]) == (200, 2000, 1500)


async def test_telephones_get_a_smaller_one(stage, client):
    event = await stage.published()
    for given, whole, small in (((4000, 3000), (2000, 1500), (1200, 900)), ((640, 360), (640, 360), (640, 360))):
        url = (await _put(stage, event, picture("PNG", size=given), "image/png")).json()["image_url"]
        for address, size in ((url, whole), (f"{url}&size=small", small)):
            served = await client.get(address)
            assert Image.open(io.BytesIO(served.content)).size == size
            assert served.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await client.get(f"{url}&size=huge")).status_code == 422


async def test_an_image_from_before_there_were_small_ones_is_served_as_it_is(stage, client, database):
    event = await stage.published()
    url = (await _put(stage, event, picture())).json()["image_url"]
    async with database.transaction() as session:
        await session.execute(update(EventImage).where(EventImage.event_id == event["id"]).values(small=None))
    assert (await client.get(f"{url}&size=small")).content == (await client.get(url)).content


async def test_another_image_has_another_address(stage, client):
    event = await stage.published()
    first = (await _put(stage, event, picture())).json()["image_url"]
    second = (await _put(stage, event, picture(size=(320, 320)))).json()["image_url"]
    assert first != second
    old = await client.get(first)
    assert Image.open(io.BytesIO(old.content)).size == (320, 320)
    assert old.headers["cache-control"] == "public, max-age=1"


async def test_a_drafts_image_is_its_managers_alone(stage, client, set_stage):
    draft = await stage.draft()
    url = (await _put(stage, draft, picture())).json()["image_url"]
    assert (await client.get(url)).status_code == 404
    stranger = await set_stage()
    assert (await client.get(url, auth=stranger.person)).status_code == 404
    own = await client.get(url, auth=stage.person)
    assert (own.status_code, own.headers["cache-control"]) == (200, "no-store")


async def test_the_image_is_told_and_taken_away(stage, client, told):
    event = await stage.published()
    url = (await _put(stage, event, picture())).json()["image_url"]
    assert (await stage.ask("DELETE", f"/events/{event['id']}/image")).status_code == 204
    assert (await client.get(url)).json()["code"] == "no_image"
    assert (await stage.ask("DELETE", f"/events/{event['id']}/image")).status_code == 404
    states = [row.payload["event"] for row in await told(event["id"], "EventChanged")]
    assert [state["image_id"] for state in states] == [url.partition("?v=")[2], None]
    assert (await stage.seen(f"/events/{event['id']}"))["image_url"] is None


async def test_a_deleted_draft_takes_its_image_along(stage):
    draft = await stage.draft()
    await _put(stage, draft, picture())
    assert (await stage.ask("DELETE", f"/events/{draft['id']}")).status_code == 204


async def test_a_canceled_event_keeps_its_image(stage):
    event = await stage.published()
    await stage.made(f"/events/{event['id']}/cancel", {"reason": "Storm"})
    answer = await _put(stage, event, picture())
    assert (answer.status_code, answer.json()["code"]) == (409, "event_is_canceled")


async def test_the_same_upload_with_its_key_is_one_upload(stage):
    event = await stage.published()
    first = await _put(stage, event, picture(), **{"Idempotency-Key": "image"})
    again = await _put(stage, event, picture(), **{"Idempotency-Key": "image"})
    other = await _put(stage, event, picture(size=(64, 64)), **{"Idempotency-Key": "image"})
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
