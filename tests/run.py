"""`./run-tests.sh`: every check of the tree, then the tests of each part on real servers, then the flows across them.

./run-tests.sh                      everything that CI runs
./run-tests.sh ticket_service       one part: a package, `static`, `frontend`, `proof`, `compatibility`, `browser` or `flows`
./run-tests.sh --full proof flows   the long runs: more purchases, kills, lives and orders of webhooks
./run-tests.sh --list               the parts
"""

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.native import binaries, test_servers
from deploy.native.front_end import npm_of
from tests.steps import Part, Step, ending

SERVICES = ("auth_service", "user_service", "event_service", "ticket_service", "notification_service")
# The longest first: both halves of the machine have work until the end.
PACKAGES = (
    "ticket_service", "deploy", "gateway", "notification_service", "shared", "event_service", "auth_service", "user_service",
)  # fmt: skip
AT_ONCE = 2
ALONE = {"proof", "compatibility", "browser", "flows"}
MODEL = "ticket_service/tests/model"
# What makes the long runs long, by the tests that read it.
FULL = {
    "SOAK_PURCHASES": "5000",
    "SOAK_KILLS": "150",
    "SOAK_FREEZES": "10",
    "MODEL_STEPS": "100000",
    "MODEL_SECONDS": "3600",
    "TESTS_FULL": "1",
}


def python(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def pytest(*arguments: str) -> list[str]:
    return python("pytest", "-q", "-p", "no:cacheprovider", *arguments)


def static() -> Part:
    return Part(
        "static",
        [
            Step("format", python("ruff", "format", "--check", ".")),
            Step("lint", python("ruff", "check", ".")),
            Step("types", python("mypy", ".")),
            Step("import contracts", [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]),
            Step("file and function sizes", python("tests.checks.sizes")),
            Step("checks", pytest("tests/checks")),
        ],
    )


def package(name: str) -> Part:
    apart = [f"--ignore={MODEL}"] if name in MODEL else []
    steps = [Step(f"{name}: tests", pytest(name, *apart))]
    if name in SERVICES:
        steps.append(Step(f"{name}: migrations match the models", python("tests.checks.migrations", name)))
    return Part(name, steps)


def front_end() -> Part:
    """The build is the one that a start uses; it brings the packages that the other steps need."""
    names = ("lint", "typecheck", "test", "api:check")
    npm = npm_of(binaries.find(binaries.NODE, os.environ).path)
    scripts = [Step(f"front end: {name}", [*npm, "run", name], "frontend") for name in names]
    return Part("frontend", [Step("front end: build", python("tests.checks.front_end")), *scripts])


def compatibility() -> Part:
    """What the servers' versions could break: SQL, scripts in Redis, nginx' directives, and the main job through all."""
    on_system = python("tests.system_servers")
    names = (
        "deploy/native/tests/test_postgres.py",
        "deploy/native/tests/test_nginx.py",
        "gateway/tests/test_limits.py",
    )
    tests = pytest("shared", "ticket_service/tests/concurrency", *names)
    demonstration = pytest("--timeout", "300", "tests/flows/test_demonstration.py")
    return Part(
        "compatibility",
        [
            Step("the system's own servers", on_system, always_shown=True),
            Step("the system's own servers: tests", [*on_system, *tests]),
            Step("the system's own servers: migrations and the demonstration", [*on_system, *demonstration]),
        ],
    )


def proof() -> Part:
    """The sale against its model, each in a database of its own, and the bugs that the tests must catch."""
    from_seed = {first: ["env", f"MODEL_SEED={first}", *pytest("-rP", MODEL)] for first in (1, 1001)}
    lives = [
        Step(f"proof: the model, from seed {first}", command, always_shown=True) for first, command in from_seed.items()
    ]
    return Part("proof", [*lives, Step("proof: planted bugs", pytest("tests/planted"))], AT_ONCE)


def browser() -> Part:
    """The pages as people use them: Chromium before the running system."""
    return Part(
        "browser",
        [
            Step("browser: Chromium", python("tests.browser.chromium"), always_shown=True),
            Step("browser: people on the pages", pytest("--timeout", "300", "tests/browser")),
        ],
    )


def flows() -> Part:
    return Part("flows", [Step("flows across the running system", pytest("--timeout", "300", "tests/flows"))])


def parts() -> dict[str, Part]:
    every = [static(), *(package(name) for name in PACKAGES), proof(), front_end(), compatibility(), browser(), flows()]
    return {part.name: part for part in every}


def run(chosen: list[Part]) -> int:
    """Runs the parts, the heavy ones alone at the end, and closes with the counts.

    1 when anything failed, 128 and the signal's number when one ended it, as shells have it.
    """
    beside = [part for part in chosen if part.name not in ALONE]
    alone = [part for part in chosen if part.name in ALONE]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(Part.run, beside))
    results += [part.run() for part in alone]
    ran = [step.counts for part in chosen for step in part.steps if step.status is not None]
    passed, failed = sum(c["passed"] for c in ran), sum(c["failed"] for c in ran)
    sys.stdout.write(f"\n{passed} passed, {failed} failed\n")
    if ending.signal:
        sys.stdout.write("ended before the end\n")
        return 128 + ending.signal
    return 0 if all(results) and failed == 0 else 1


def main() -> int:
    ending.heed_signals()
    known = parts()
    parser = argparse.ArgumentParser(
        prog="./run-tests.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to test; everything when none is named")
    parser.add_argument("--list", action="store_true", help="name the parts")
    parser.add_argument("--full", action="store_true", help="as long as before a release")
    arguments = parser.parse_args()
    if arguments.full:
        os.environ.update(FULL | os.environ)
    if arguments.list:
        sys.stdout.write("\n".join(known) + "\n")
        return 0
    unknown = [name for name in arguments.parts if name.rstrip("/") not in known]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}; the parts are {', '.join(known)}")
    chosen = [known[name.rstrip("/")] for name in arguments.parts] or list(known.values())
    return run_with_servers(chosen)


def run_with_servers(chosen: list[Part]) -> int:
    node = binaries.find(binaries.NODE, os.environ).path.parent
    os.environ["PATH"] = os.pathsep.join((str(node), os.environ.get("PATH", os.defpath)))
    with test_servers.running() as addresses:
        os.environ.update(addresses)
        return run(chosen)


if __name__ == "__main__":
    sys.exit(main())
