"""From the first visit to a changed password, with the notification worker's part played as it plays it."""

from collections.abc import Callable
from typing import Any

import httpx
from fastapi import FastAPI

from auth_service.tests.conftest import new_browser
from auth_service.tests.people import PASSWORD, People
from shared.testing.accounts import CallingService

Calling = Callable[[str], CallingService]


class Mailbox:
    """Reads the message log like the notification service and follows the links in its mails."""

    def __init__(self, client: httpx.AsyncClient, notification: CallingService) -> None:
        self._client, self._auth = client, notification

    async def messages_to(self, email: str) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []
        position = 0
        while True:
            page = await self._client.get("/internal/messages", params={"after": position}, auth=self._auth)
            found = page.json()["messages"]
            if not found:
                break
            messages += found
            position = found[-1]["position"]
        account_id = next(m["aggregate_id"] for m in messages if m["payload"].get("email") == email)
        return [message for message in messages if message["aggregate_id"] == account_id]

    async def link_in_newest_mail(self, email: str) -> str:
        message = (await self.messages_to(email))[-1]
        purpose = "reset_password" if message["type"] == "PasswordResetRequested" else "verify_email"
        path = f"/internal/accounts/{message['aggregate_id']}/links"
        answer = await self._client.post(path, json={"purpose": purpose}, auth=self._auth)
        token: str = answer.json()["url"].partition("#token=")[2]
        return token


async def test_an_account_is_opened_verified_used_forgotten_and_recovered(
    app: FastAPI, browser: httpx.AsyncClient, client: httpx.AsyncClient, calling: Calling, people: People
):
    mailbox, email = Mailbox(client, calling("notification")), people.new_email()
    credentials = {"email": email, "password": PASSWORD}
    assert (await browser.post("/auth/register", json={**credentials, "name": "Ada"})).status_code == 202
    assert (await browser.post("/auth/login", json=credentials)).json()["code"] == "email_not_verified"
    token = await mailbox.link_in_newest_mail(email)
    assert (await browser.post("/auth/verify-email", json={"token": token})).json() == {"email_verified": True}
    assert (await browser.post("/auth/login", json=credentials)).status_code == 200
    for _ in range(3):
        grant = (await browser.post("/auth/refresh")).json()
        signed = {"Authorization": f"Bearer {grant['access_token']}"}
        assert (await browser.get("/auth/me", headers=signed)).json() == grant["account"]
    async with new_browser(app) as elsewhere:
        await elsewhere.post("/auth/forgot-password", json={"email": email})
        await people.answer_mail_requests()
        token = await mailbox.link_in_newest_mail(email)
        body = {"token": token, "password": "a unicycle made of paper"}
        assert (await elsewhere.post("/auth/reset-password", json=body)).status_code == 204
    assert (await browser.post("/auth/refresh")).status_code == 401
    assert (await browser.post("/auth/login", json=credentials)).status_code == 401
    assert (await browser.post("/auth/login", json={**body, "email": email, "token": ""})).status_code == 422
    renewed = {"email": email, "password": "a unicycle made of paper"}
    assert (await browser.post("/auth/login", json=renewed)).status_code == 200
    assert (await browser.post("/auth/logout")).status_code == 204
    told = [message["type"] for message in await mailbox.messages_to(email)]
    assert [kind for kind in told if kind != "VerificationRequested"] == [
        "AccountRegistered",
        "EmailVerified",
        "PasswordResetRequested",
        "SessionRevoked",
        "SessionRevoked",
    ]
