"""Renders `nginx/` for this machine and gives the command of the server."""

import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.native.accounts import Account
from deploy.native.services import ALL
from deploy.native.settings import LOOPBACK, PROJECT, Settings

SOURCES = PROJECT / "nginx"
# Generous where all requests come from one address, as they do in development and under tests.
LIMITS = {
    False: {"REQUESTS_PER_SECOND": "20000", "REQUEST_BURST": "20000", "CONNECTIONS_PER_ADDRESS": "8192"},
    True: {"REQUESTS_PER_SECOND": "100", "REQUEST_BURST": "300", "CONNECTIONS_PER_ADDRESS": "200"},
}
STRIPE_HOSTS = "https://js.stripe.com https://*.js.stripe.com"
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; frame-src {frames}; "
    "connect-src 'self'{connections}; img-src 'self' data: blob:; media-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)


@dataclass(frozen=True, slots=True)
class Certificate:
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Server:
    """`directory` is where the rendered files, the cache and the temporary files go; workers must reach it."""

    binary: Path
    directory: Path
    account: Account | None
    certificate: Certificate | None

    def command(self) -> list[str]:
        return [str(self.binary), "-p", f"{self.directory}/", "-c", "nginx.conf", "-e", "stderr"]

    def render(self, settings: Settings, web_root: Path, publishable_key: str) -> bool:
        """Whether anything changed since the last time."""
        wanted = self._files(settings, web_root, publishable_key)
        rendered = [self.directory / name for name in ("nginx.conf", "config.json")]
        for folder in ("conf.d", "snippets"):
            rendered += [path for path in (self.directory / folder).rglob("*") if path.is_file()]
        present = {path: path.read_text(encoding="utf-8") for path in rendered if path.exists()}
        if present == wanted:
            return False
        for stale in present.keys() - wanted.keys():
            stale.unlink()
        (self.directory / "temp").mkdir(mode=0o755, parents=True, exist_ok=True)
        for path, text in wanted.items():
            path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o644)
        return True

    def _files(self, settings: Settings, web_root: Path, publishable_key: str) -> dict[Path, str]:
        values = {**self._values(settings), "WEB_ROOT": str(web_root)}
        conf_d, snippets = self.directory / "conf.d", self.directory / "snippets"
        files = {
            self.directory / "nginx.conf": _filled(SOURCES / "native.conf.template", values),
            self.directory / "config.json": json.dumps(_config(settings, publishable_key)),
            conf_d / "upstreams.conf": _upstreams(settings),
        }
        for template in (SOURCES / "templates").glob("[0-9]*.template"):
            files[conf_d / template.stem] = _filled(template, values)
        if not values["LISTEN_REDIRECT"]:
            del files[conf_d / "50-redirect.conf"]
        for snippet in (SOURCES / "snippets").iterdir():
            files[snippets / snippet.name] = snippet.read_text(encoding="utf-8")
        if not settings.production:
            template = SOURCES / "templates" / "stand-ins.conf.template"
            files[snippets / "stand-ins.d" / "stand-ins.conf"] = _filled(template, values)
        return files

    def _values(self, settings: Settings) -> dict[str, str]:
        ports = settings.ports
        https = f"listen {_outside(settings)}:{ports.https} ssl;" if self.certificate else ""
        http = f"listen {_outside(settings) if settings.production else LOOPBACK}:{ports.http};"
        only_https = bool(https) and settings.production
        alone = {
            f"LISTEN_{service.name.upper()}": f"listen {LOOPBACK}:{ports.public_port(service)};" for service in ALL
        }
        front_end = f"listen {LOOPBACK}:{ports.frontend};"
        return {
            "USER": f"user {self.account.name};" if self.account else "",
            "TLS": _tls(self.certificate) if self.certificate else "",
            "REAL_IP": _real_ip(settings.environ.get("TRUSTED_PROXIES", "")),
            "CACHE": "cache",
            "ACCESS_LOG": "/dev/stdout",
            "SERVER_NAMES": " ".join(_server_names(settings)),
            "PUBLIC_URL": settings.public_url,
            "CONFIG_JSON": str(self.directory / "config.json"),
            "CONTENT_SECURITY_POLICY": content_security_policy(stripe=settings.production),
            "STRICT_TRANSPORT_SECURITY": _strict_transport_security(settings),
            "STRIPE_STAND_IN": f"{LOOPBACK}:{ports.stripe}",
            "INBOX_STAND_IN": f"{LOOPBACK}:{ports.inbox}",
            "LISTEN_PUBLIC": https if only_https else f"{http} {https}".strip(),
            "LISTEN_REDIRECT": http if only_https else "",
            "LISTEN_FRONT_END": front_end,
            "LISTEN_ALL": " ".join((http, https, front_end, *alone.values())),
            **alone,
            **{name: settings.environ.get(name, limit) for name, limit in LIMITS[settings.production].items()},
        }


def content_security_policy(*, stripe: bool) -> str:
    return POLICY.format(
        scripts=f" {STRIPE_HOSTS}" if stripe else "",
        frames=f"{STRIPE_HOSTS} https://hooks.stripe.com" if stripe else "'none'",
        connections=" https://api.stripe.com" if stripe else "",
    )


def _filled(template: Path, values: Mapping[str, str]) -> str:
    """With `${NAME}` replaced; nginx's own variables are in small letters and stay."""
    return string.Template(template.read_text(encoding="utf-8")).safe_substitute(values)


def _outside(settings: Settings) -> str:
    return settings.lan_address or settings.environ.get("LISTEN_ADDRESS", "0.0.0.0")  # noqa: S104  production is for others


def _server_names(settings: Settings) -> list[str]:
    """Production answers to its own name only, and to loopback for whoever looks after the machine."""
    loopback = ["localhost", "*.localhost", "127.0.0.1"]
    return [*loopback, *sorted({settings.public_host, settings.lan_address or ""} - {"", *loopback})]


def _tls(certificate: Certificate) -> str:
    return (
        f'ssl_certificate "{certificate.certificate}"; ssl_certificate_key "{certificate.key}"; '
        "ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:tls:4m; ssl_session_tickets off;"
    )


def _real_ip(proxies: str) -> str:
    trusted = [f"set_real_ip_from {proxy.strip()};" for proxy in proxies.split(",") if proxy.strip()]
    return " ".join([*trusted, "real_ip_header X-Forwarded-For; real_ip_recursive on;"]) if trusted else ""


def _strict_transport_security(settings: Settings) -> str:
    return "max-age=31536000" if settings.production and settings.public_url.startswith("https:") else ""


def _upstreams(settings: Settings) -> str:
    blocks = []
    for service in ALL:
        servers = "".join(
            f"    server {LOOPBACK}:{settings.ports.instance_port(service, instance)} max_fails=0;\n"
            for instance in range(settings.instances.get(service.name, 1))
        )
        # Idle connections end before the other side's five seconds do.
        blocks.append(f"upstream {service.name} {{\n{servers}    keepalive 64;\n    keepalive_timeout 4s;\n}}\n")
    return "".join(blocks)


def _config(settings: Settings, publishable_key: str) -> dict[str, str | None]:
    """What the front end learns at run time."""
    return {
        "environment": "production" if settings.production else "development",
        "stripe_publishable_key": publishable_key,
        "stripe_js_url": "https://js.stripe.com/v3/" if settings.production else "/stand-ins/stripe/stripe.js",
        "inbox_url": None if settings.production else "/stand-ins/inbox/",
    }
