"""What counts as a reason for a long file, and what does not."""

from pathlib import Path

import pytest

from tests.checks.sizes import FILE_LINES, FUNCTION_LINES, long_files, long_functions

LONG = "x = 1\n" * (FILE_LINES + 1)


@pytest.mark.parametrize("reason", ["# long because it is", "// long because it is", "/* long because it is */"])
def test_a_long_file_gives_its_reason_at_its_beginning(tmp_path: Path, reason: str):
    path = tmp_path / "file"
    path.write_text(f"{reason}\n{LONG}")
    assert [*long_files([path])] == []


@pytest.mark.parametrize(
    "text", [LONG, f"{LONG}# long because it is\n", f"# long because\n{LONG}", f'x = "long because it is"\n{LONG}']
)
def test_control_without_one_it_is_complained_about(tmp_path: Path, text: str):
    path = tmp_path / "file"
    path.write_text(text)
    assert len([*long_files([path])]) == 1


@pytest.mark.parametrize(
    ("first", "complaints"), [("    # long because it is\n", 0), ('    y = "long because it is"\n', 1)]
)
def test_a_long_function_gives_its_reason_in_a_comment(tmp_path: Path, first: str, complaints: int):
    path = tmp_path / "file.py"
    path.write_text(f"def f():\n{first}" + "    x = 1\n" * FUNCTION_LINES)
    assert len([*long_functions(path)]) == complaints
