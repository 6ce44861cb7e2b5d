"""A picture for an event of the seed: two colours and a few circles, the same for the same title."""

import io
import random

from PIL import Image, ImageColor, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 720


def draw(title: str, colors: tuple[str, str]) -> bytes:
    """A JPEG of 1280 × 720 pixels."""
    chance = random.Random(title)  # noqa: S311  a pattern, not a secret
    light, dark = (ImageColor.getrgb(color)[:3] for color in colors)
    picture = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    image = Image.composite(Image.new("RGB", picture.size, dark), Image.new("RGB", picture.size, light), picture)
    glow = Image.new("RGBA", image.size)
    canvas = ImageDraw.Draw(glow)
    for _ in range(14):
        x, y, radius = chance.randint(0, WIDTH), chance.randint(0, HEIGHT), chance.randint(30, 240)
        tint = (*(min(255, part + 70) for part in light), chance.randint(30, 90))
        canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tint)
    image.paste(glow, mask=glow.filter(ImageFilter.GaussianBlur(chance.randint(2, 10))))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
