"""The database for requests that are more than one transaction.

Those that hash a password hold no connection meanwhile, and those that refuse keep what they have counted.
"""

from typing import Annotated

from fastapi import Depends, Request

from shared.persistence.database import Database


async def _database(request: Request) -> Database:
    database: Database = request.app.state.runtime.database
    return database


CurrentDatabase = Annotated[Database, Depends(_database)]
