"""Renders `nginx/` into a folder, the same natively and for containers: what differs are the values."""

import json
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.native.services import ALL
from deploy.native.settings import PROJECT, Settings

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
class Listening:
    """`address:port` or `port`, of each server. With a certificate, `only_https` leaves a redirect at the plain address."""

    http: str
    https: str
    front_end: str
    services: Mapping[str, str]
    certificate: Certificate | None = None
    only_https: bool = False

    def directives(self) -> dict[str, str]:
        https = f"listen {self.https} ssl;" if self.certificate else ""
        http = f"listen {self.http};"
        only_https = self.only_https and bool(https)
        front_end = f"listen {self.front_end};"
        alone = {f"LISTEN_{name.upper()}": f"listen {where};" for name, where in self.services.items()}
        return {
            "LISTEN_PUBLIC": https if only_https else f"{http} {https}".strip(),
            "LISTEN_REDIRECT": http if only_https else "",
            "LISTEN_FRONT_END": front_end,
            "LISTEN_ALL": " ".join((http, https, front_end, *alone.values())),
            "TLS": _tls(self.certificate) if self.certificate else "",
            **alone,
        }


@dataclass(frozen=True, slots=True)
class Edge:
    """`upstreams` is the text of the file that says where the gateway and the services are."""

    settings: Settings
    listening: Listening
    upstreams: str
    web_root: Path
    publishable_key: str
    stripe: str
    inbox: str
    user: str | None = None
    other_names: tuple[str, ...] = ()

    def render(self, directory: Path) -> bool:
        """Whether anything changed since the last time."""
        wanted = self._files(directory)
        rendered = [directory / name for name in ("nginx.conf", "config.json", "manifest.json")]
        for folder in ("conf.d", "snippets"):
            rendered += [path for path in (directory / folder).rglob("*") if path.is_file()]
        present = {path: path.read_text(encoding="utf-8") for path in rendered if path.exists()}
        if present == wanted:
            return False
        for stale in present.keys() - wanted.keys():
            stale.unlink()
        for path, text in wanted.items():
            path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o644)
        return True

    def _files(self, directory: Path) -> dict[Path, str]:
        written = {"CONFIG_JSON": "config.json", "MANIFEST_JSON": "manifest.json"}
        values = self._values() | {name: str(directory / file) for name, file in written.items()}
        conf_d, snippets = directory / "conf.d", directory / "snippets"
        files = {
            directory / "nginx.conf": _filled(SOURCES / "nginx.conf.template", values),
            directory / "config.json": json.dumps(self._config()),
            directory / "manifest.json": json.dumps(_manifest(self.settings.brand)),
            conf_d / "upstreams.conf": self.upstreams,
        }
        for template in (SOURCES / "templates").glob("[0-9]*.template"):
            files[conf_d / template.stem] = _filled(template, values)
        if not values["LISTEN_REDIRECT"]:
            del files[conf_d / "50-redirect.conf"]
        for snippet in (SOURCES / "snippets").iterdir():
            files[snippets / snippet.name] = snippet.read_text(encoding="utf-8")
        if not self.settings.production:
            template = SOURCES / "templates" / "stand-ins.conf.template"
            files[snippets / "stand-ins.d" / "stand-ins.conf"] = _filled(template, values)
        return files

    def _values(self) -> dict[str, str]:
        settings = self.settings
        limits = LIMITS[settings.production]
        return {
            "USER": f"user {self.user};" if self.user else "",
            "REAL_IP": _real_ip(settings.environ.get("TRUSTED_PROXIES", "")),
            "CACHE": "cache",
            "ACCESS_LOG": "/dev/stdout",
            "SERVER_NAMES": " ".join(self._server_names()),
            "PUBLIC_URL": settings.public_url,
            "WEB_ROOT": str(self.web_root),
            "CONTENT_SECURITY_POLICY": content_security_policy(stripe=settings.has_real_stripe),
            "STRICT_TRANSPORT_SECURITY": _strict_transport_security(settings),
            "STRIPE_STAND_IN": self.stripe,
            "INBOX_STAND_IN": self.inbox,
            **self.listening.directives(),
            **{name: settings.environ.get(name, limit) for name, limit in limits.items()},
        }

    def _server_names(self) -> list[str]:
        """Production answers to its own name only, and to loopback for whoever looks after the machine."""
        loopback = ["localhost", "*.localhost", "127.0.0.1"]
        others = {self.settings.public_host, self.settings.lan_address or "", *self.other_names}
        return [*loopback, *sorted(others - {"", *loopback})]

    def _config(self) -> dict[str, str | None]:
        """What the front end learns at run time."""
        settings = self.settings
        return {
            "brand": settings.brand,
            "environment": "production" if settings.production else "development",
            "stripe_publishable_key": self.publishable_key,
            "stripe_js_url": (
                "https://js.stripe.com/v3/" if settings.has_real_stripe else "/stand-ins/stripe/stripe.js"
            ),
            # Its mails hold links that sign people in: it is for whoever sits at the machine.
            "inbox_url": None if settings.production or settings.lan_address else "/stand-ins/inbox/",
        }


def _manifest(brand: str) -> dict[str, Any]:
    """What a browser puts on a home screen: the tickets, which open without a network."""
    icons = (("any-192", 192, "any"), ("any-512", 512, "any"), ("maskable-512", 512, "maskable"))
    return {
        "id": "/",
        "name": brand,
        "short_name": brand,
        "start_url": "/tickets",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#fbfaf7",
        "background_color": "#fbfaf7",
        "icons": [
            {"src": f"/icons/{name}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in icons
        ],
    }


def upstream(service: str, addresses: Iterable[str]) -> str:
    servers = "".join(f"    server {address} max_fails=0;\n" for address in addresses)
    # Idle connections end long before the other side ends them, so that no request meets the end.
    return f"upstream {service} {{\n{servers}    keepalive 64;\n    keepalive_timeout 4s;\n}}\n"


def upstreams(instances: Mapping[str, Iterable[str]]) -> str:
    return "".join(upstream(service.name, instances[service.name]) for service in ALL)


def content_security_policy(*, stripe: bool) -> str:
    return POLICY.format(
        scripts=f" {STRIPE_HOSTS}" if stripe else "",
        frames=f"{STRIPE_HOSTS} https://hooks.stripe.com" if stripe else "'none'",
        connections=" https://api.stripe.com" if stripe else "",
    )


def _filled(template: Path, values: Mapping[str, str]) -> str:
    """With `${NAME}` replaced; nginx's own variables are in small letters and stay."""
    return string.Template(template.read_text(encoding="utf-8")).safe_substitute(values)


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
