"""A code is read exactly as it was signed, and nothing else is one."""

import base64
import io
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageFilter

from shared.ids import new_id
from shared.testing.scanner import scan
from ticket_service.tickets import qr
from ticket_service.tickets.codes import Code, CodeKeys, InvalidCode

KEYS = CodeKeys({1: Ed25519PrivateKey.generate()})
CODE = Code(new_id("evt"), new_id("tkt"), 3)


def test_a_code_is_read_as_it_was_signed():
    text = KEYS.sign(CODE)
    assert len(base64.b32decode(text)) == 100
    assert KEYS.read(text) == CODE


def test_every_flipped_bit_is_refused():
    raw = bytearray(base64.b32decode(KEYS.sign(CODE)))
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(InvalidCode):
            KEYS.read(base64.b32encode(flipped).decode())


def test_a_code_of_another_installation_is_refused():
    others = CodeKeys({1: Ed25519PrivateKey.generate()})
    with pytest.raises(InvalidCode):
        KEYS.read(others.sign(CODE))


@pytest.mark.parametrize(
    "text", ["", "A", "A" * 160, "=" * 160, "ä" * 160, "0" * 160, "A" * 159, "A" * 161, "\x00" * 160, "a" * 160]
)
def test_what_is_not_a_code_is_refused(text: str):
    with pytest.raises(InvalidCode):
        KEYS.read(text)


def test_random_text_of_the_right_length_is_refused():
    chance = random.Random(7)
    for _ in range(500):
        with pytest.raises(InvalidCode):
            KEYS.read("".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=160)))


def test_the_newest_key_signs_and_an_older_one_is_still_read():
    old, new = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    both = CodeKeys({1: old, 2: new})
    assert both.read(CodeKeys({1: old}).sign(CODE)) == CODE
    assert CodeKeys({2: new}).read(both.sign(CODE)) == CODE


@pytest.mark.parametrize("keys", [{}, {0: Ed25519PrivateKey.generate()}, {256: Ed25519PrivateKey.generate()}])
def test_keys_without_a_usable_id_are_refused(keys: dict[int, Ed25519PrivateKey]):
    with pytest.raises(ValueError, match="code key"):
        CodeKeys(keys)


def test_a_scanner_reads_the_code_from_the_picture():
    text = KEYS.sign(CODE)
    picture = Image.open(io.BytesIO(qr.png(text)))
    assert scan(picture) == text
    assert picture.size == (530, 530)


def test_a_scanner_reads_every_code_from_blurred_and_turned_pictures():
    chance = random.Random(11)
    for text in [KEYS.sign(Code(new_id("evt"), new_id("tkt"), 1)) for _ in range(20)]:
        straight = Image.open(io.BytesIO(qr.png(text, pixels_per_module=6))).convert("L")
        turned = straight.rotate(chance.uniform(-20, 20), expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
        picture = turned.filter(ImageFilter.GaussianBlur(1))
        assert scan(picture) == text
