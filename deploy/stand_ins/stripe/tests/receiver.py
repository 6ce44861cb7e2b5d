"""A webhook receiver that remembers what it got and answers as told."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import stripe

SECRET = "whsec_standinstandinstandin"


@dataclass(frozen=True)
class Received:
    body: bytes
    signature: str

    @property
    def event(self) -> stripe.Event:
        """The event, checked as the real client checks it."""
        event = stripe.Webhook.construct_event(self.body, self.signature, SECRET)
        assert isinstance(event, stripe.Event)
        return event


class Receiver:
    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: Callable[[Received], int] = lambda _: 200
        self._news = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received = Received(body, self.headers["Stripe-Signature"])
                status = receiver.answers(received)
                with receiver._news:
                    receiver.received.append(received)
                    receiver._news.notify_all()
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        return Handler

    def types(self, payment_intent: str) -> list[str]:
        """The types of the events about one payment, in the order of their arrival."""
        with self._news:
            events = [one.event for one in self.received]
        return [event.type for event in events if payment_intent in str(event.data.object)]

    def wait_for(self, payment_intent: str, *types: str, seconds: float = 15) -> list[str]:
        """Wait until each of these has come (as often as it is named); the types in their order."""

        def is_complete() -> bool:
            events = [one.event for one in self.received]
            seen = [str(event.type) for event in events if payment_intent in str(event.data.object)]
            return all(seen.count(kind) >= types.count(kind) for kind in types)

        with self._news:
            complete = self._news.wait_for(is_complete, seconds)
        seen = self.types(payment_intent)
        assert complete, f"expected {types}, got {seen}"
        return seen

    def forget(self) -> None:
        with self._news:
            self.received.clear()
        self.answers = lambda _: 200

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
