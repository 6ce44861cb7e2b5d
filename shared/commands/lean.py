"""Imported first by what serves: libraries do not pick up what lies beside ours for other tools.

`structlog`, `httpx`, `kombu` and `stripe` import these where they find them, for a tenth of a start's processor time.
"""

import sys

for name in ("pygments", "requests", "rich", "yaml"):
    sys.modules[name] = None  # type: ignore[assignment]  # makes `import` raise ModuleNotFoundError
