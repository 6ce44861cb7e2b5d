from auth_service.attempts import tasks as _attempts  # noqa: F401  registers its tasks
from auth_service.config import settings
from auth_service.listeners import listeners
from auth_service.sessions import tasks as _sessions  # noqa: F401
from auth_service.sign_ins import tasks as _sign_ins  # noqa: F401
from auth_service.verification import tasks as _verification  # noqa: F401
from shared.workers import worker

app = worker.create(
    "auth",
    settings(),
    listeners,
    schedule={
        "auth.answer_mail_requests": 2.0,
        "auth.forget_salts": 30.0,
        "auth.purge_attempts": 300.0,
        "auth.purge_links": 3600.0,
        "auth.purge_sessions": 3600.0,
        "auth.purge_sign_ins": 3600.0,
    },
)
