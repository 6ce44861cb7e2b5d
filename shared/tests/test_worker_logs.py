"""What a worker writes is read by machines, from its first line until it is told to end."""

import asyncio
import json
import sys

from shared.tests.mortal import SERVICE


async def test_a_workers_log_is_one_json_object_a_line_and_its_schedule_is_not_noted(
    worker_environment: dict[str, str],
):
    celery = ("-m", "celery", "--quiet", "-A", "shared.tests.mortal_worker", "worker", "--beat", "--loglevel", "INFO")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *celery),
        env=worker_environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        async with asyncio.timeout(60):
            # The user service is away, so the first task that the schedule starts says so. It is told to end at work.
            while line := (await process.stdout.readline()).decode():
                lines.append(line)
                if "dawdling" in line and any("task_put_off" in earlier for earlier in lines):
                    break
    finally:
        process.terminate()
        ending, _ = await asyncio.wait_for(process.communicate(), 60)
    # Celery's own farewell is plain text.
    ends = [json.loads(line) for line in ending.splitlines() if line.startswith(b"{")]
    assert [line["event"] for line in ends if line["level"] == "error"] == []
    told = [json.loads(line) for line in lines]
    assert {line["service"] for line in told} == {f"{SERVICE}-worker"}
    assert not {line["logger"] for line in told} & {"celery.beat", "celery.worker.strategy", "celery.app.trace"}
    # What Celery tells root, whom the start's README has told before; of anybody else this line asks nothing.
    assert "py.warnings" not in {line["logger"] for line in told}
    put_off = next(line for line in told if line["event"] == "task_put_off")
    assert put_off["task"] == "messages.follow"
    assert put_off["traceparent"].startswith("00-")
