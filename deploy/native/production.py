"""What a production system must have, and must not; and what belongs together on any system."""

from pathlib import Path

from deploy.native.environment import FAILPOINTS
from deploy.native.errors import StartError
from deploy.native.settings import Settings, is_loopback

NEEDED = {
    "PUBLIC_URL": "where people find it, e.g. https://tickets.example.org",
    "TICKET_STRIPE_API_KEY": "the secret key of your Stripe account",
    "TICKET_STRIPE_PUBLISHABLE_KEY": "the publishable key of the same account",
    "TICKET_STRIPE_WEBHOOK_SECRET": "the signing secret of the webhook endpoint",
    "NOTIFICATION_SMTP_URL": "your mail server, e.g. smtps://user:password@mail.example.org:465",
    "NOTIFICATION_MAIL_FROM": "the sender of mails, e.g. Tickets <tickets@example.org>",
}
REFUSED = (*FAILPOINTS, "TICKET_STRIPE_API_BASE")


STRIPE = tuple(name for name in NEEDED if name.startswith("TICKET_STRIPE_"))


def check(settings: Settings, demo_accounts: Path) -> None:
    """Raises StartError with everything that is wrong, so that one look at `.env` is enough.

    `demo_accounts` is the file that the seed of a development system leaves beside its data.
    """
    given = settings.environ
    if not settings.production:
        missing = [name for name in STRIPE if not given.get(name)]
        if missing and len(missing) < len(STRIPE):
            raise StartError(
                f"your own Stripe account needs {', '.join(missing)} too; without all three it is a stand-in"
            )
        return
    wrong = [f"{name} is missing: {meaning}" for name, meaning in NEEDED.items() if not given.get(name)]
    wrong += [f"{name} is set, and belongs to development and tests only" for name in REFUSED if given.get(name)]
    url = given.get("PUBLIC_URL", "")
    if url and (not url.startswith("https://") or is_loopback(settings.public_host)):
        wrong.append(f"PUBLIC_URL={url} is not an https address that others can reach")
    if bool(given.get("TLS_CERTIFICATE")) != bool(given.get("TLS_CERTIFICATE_KEY")):
        wrong.append("TLS_CERTIFICATE and TLS_CERTIFICATE_KEY are set together or not at all")
    if settings.lan_address:
        wrong.append("--lan is for development")
    if demo_accounts.exists():
        wrong.append(
            "the data is a development system's, whose demo accounts could sign in: `./init-services.sh --reset` deletes "
            "all of it, or start from another folder"
        )
    if wrong:
        raise StartError(
            "ENV=production has no demo accounts, stand-ins or failpoints, and needs real settings in `.env`:\n"
            + "\n".join(f"  - {line}" for line in wrong)
        )
