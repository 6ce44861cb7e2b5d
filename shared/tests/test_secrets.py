"""An installation's keys, in one folder or each service's apart."""

from pathlib import Path

from shared.access import secrets

OWN = {"auth": {"auth-signing"}, "ticket": {"ticket-codes"}}


def made_apart(directory: Path) -> dict[str, Path]:
    folders = {service: directory / service for service in secrets.SERVICES}
    secrets.make_apart(folders)
    return folders


def test_a_service_finds_its_own_keys_and_everybodys_public_ones(tmp_path: Path):
    folders = made_apart(tmp_path)
    for service, folder in folders.items():
        expected = {f"{service}.key.pem", "service-keys.json", *OWN.get(service, ())}
        assert {path.name for path in folder.iterdir()} == expected
    assert len({(folder / "service-keys.json").read_bytes() for folder in folders.values()}) == 1


def test_making_them_again_changes_nothing(tmp_path: Path):
    def content() -> dict[Path, tuple[bytes, int]]:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return {path: (path.read_bytes(), path.stat().st_ino) for path in files}

    made_apart(tmp_path)
    before = content()
    made_apart(tmp_path)
    assert content() == before
