"""One run of a sender as a process of its own, which a test can kill."""

import asyncio

from notification_service.config import settings
from notification_service.deliveries import service as deliveries
from shared.runtime import running


async def main() -> None:
    async with running("notification", settings()) as runtime:
        await deliveries.send_due(runtime)


if __name__ == "__main__":
    asyncio.run(main())
