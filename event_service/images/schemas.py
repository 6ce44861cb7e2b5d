from typing import Annotated

from pydantic import Field

from shared.ids import id_field
from shared.web.wire import Response

ImageId = Annotated[str, id_field("img"), Field(examples=["img_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]


class ImageRead(Response):
    """Where the image is served, relative to the address of the API, and its size in pixels."""

    image_url: str = Field(examples=["/api/v1/events/evt_0197…/image?v=img_0197…"])
    width: int = Field(examples=[1600])
    height: int = Field(examples=[900])
