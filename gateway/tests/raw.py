"""Bytes to the gateway that no client library would send, and what comes back."""

import asyncio
from dataclasses import dataclass


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


async def sent(port: int, data: bytes, *, seconds: float = 10) -> list[Reply]:
    """All answers to these bytes; the client's side is left open, and read until the gateway is silent for a moment."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    replies = []
    try:
        replies.append(await read_reply(reader, seconds))
        while not reader.at_eof():
            replies.append(await read_reply(reader, 0.3))
    except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
    return replies


async def read_reply(reader: asyncio.StreamReader, seconds: float = 10) -> Reply:
    async with asyncio.timeout(seconds):
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")[:-2]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        return Reply(int(lines[0].split(" ")[1]), headers, body)
