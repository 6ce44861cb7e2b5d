"""For tests: nginx in front of a stand-in as in a real system, below a path, under the site's strict policy."""

import os
import socket
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.native import binaries

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  types {{ text/html html; application/javascript js; }}
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  add_header Content-Security-Policy "{policy}" always;
  server {{
    listen 127.0.0.1:{port};
    location / {{ root "{site}"; }}
    location /stand-ins/{name}/ {{
      proxy_pass {address}/; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;
    }}
  }}
}}
"""


class Edge:
    def __init__(self, folder: Path, port: int, name: str, address: str, site: Path) -> None:
        """Serve `site`, and the stand-in at `address` below `/stand-ins/<name>/`."""
        self.url = f"http://127.0.0.1:{port}"
        configuration = folder / "nginx.conf"
        configuration.write_text(
            CONFIGURATION.format(folder=folder, policy=POLICY, port=port, site=site, name=name, address=address)
        )
        nginx = binaries.find(binaries.NGINX, os.environ).path
        self._process = subprocess.Popen(
            [nginx, "-p", folder, "-c", configuration, "-e", folder / "error.log"], stderr=subprocess.DEVNULL
        )
        while self._process.poll() is None:
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    return
        raise RuntimeError((folder / "error.log").read_text())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)
