"""What the Compose file and the Dockerfiles promise, read without an engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.docker.settings import PORTS
from deploy.native.services import ALL, SERVICES
from deploy.native.settings import PROJECT

FILE = PROJECT / "docker-compose.yml"
OFFICIAL = {"python:3.13-slim", "node:24-slim", "postgres:17", "redis:8", "nginx:stable"}
BUILT = {"${COMPOSE_PROJECT_NAME}-python", "${COMPOSE_PROJECT_NAME}-nginx"}
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_SHOT = {"prepare", "init"}
DOCKERFILES = sorted((PROJECT / "deploy" / "docker").glob("*.Dockerfile"))


def lasting() -> list[str]:
    return [name for name in CONTAINERS if name not in ONE_SHOT]


def mounted(name: str) -> dict[str, str]:
    """The volumes of a container, by where they are."""
    return {where.split(":")[1]: where.split(":")[0] for where in CONTAINERS[name].get("volumes", ())}


@pytest.mark.parametrize("name", lasting())
def test_what_lasts_says_whether_it_lives_and_comes_back(name: str):
    container = CONTAINERS[name]
    assert container["healthcheck"]["test"]
    assert container["restart"] == "unless-stopped"
    assert container["logging"]["options"]["max-size"]
    assert "no-new-privileges:true" in container["security_opt"]


def test_what_runs_once_is_not_started_again():
    assert {CONTAINERS[name]["restart"] for name in ONE_SHOT} == {"no"}


def test_every_service_has_a_worker_and_a_database_of_its_own():
    for service in SERVICES:
        for name in (service.name, f"{service.name}-worker"):
            assert CONTAINERS[name]["networks"] == ["default", f"{service.name}-db"]
            assert CONTAINERS[name]["depends_on"][f"{service.name}-db"] == {"condition": "service_healthy"}
            assert mounted(name) == {"/run/private": service.name}
        database = f"{service.name}-db"
        assert CONTAINERS[database]["networks"] == [database]
        assert COMPOSE["networks"][database] == {"internal": True}


def test_no_two_containers_but_a_service_and_its_worker_see_the_same_secrets():
    private = {name: mounted(name)["/run/private"] for name in lasting() if "/run/private" in mounted(name)}
    assert len(set(private.values())) == len({name.removesuffix("-worker") for name in private})


def test_each_listens_where_the_others_look_for_it():
    for service in ALL:
        assert CONTAINERS[service.name]["command"][-1] == str(PORTS[service.name])
        assert str(PORTS[service.name]) in CONTAINERS[service.name]["healthcheck"]["test"]
        assert f"{service.name}:{PORTS[service.name]}" in (PROJECT / "deploy" / "docker" / "nginx.sh").read_text()


def test_every_volume_that_is_prepared_is_used():
    prepared = {name for place, name in mounted("prepare").items() if place.startswith("/installation/")}
    used = {volume for name in CONTAINERS if name != "prepare" for volume in mounted(name).values()}
    assert prepared - used == {"own"}
    assert (prepared | used) - {"."} == COMPOSE["volumes"].keys()


def test_ports_are_opened_on_loopback_unless_somebody_decides_otherwise():
    published = [port for container in CONTAINERS.values() for port in container.get("ports", ())]
    assert [port.split(":")[0:2] for port in published] == [["${LISTEN_ADDRESS", "-127.0.0.1}"]] * 3


def test_no_secret_stands_in_the_file_or_has_a_default():
    text = FILE.read_text()
    assert not re.search(
        r"(?i)(password|secret|token|api_key)\w*\s*[:=]\s*(?!/run/private)\S", text.replace("SECRETS_DIR", "")
    )
    assert not re.search(r"\$\{\w*(PASSWORD|SECRET|TOKEN|KEY)\w*", text)
    assert not re.search(r"[0-9a-f]{24}|sk_(test|live)|whsec_", text)


def test_images_are_the_official_ones_or_built_from_them():
    assert {container["image"] for container in CONTAINERS.values()} <= OFFICIAL | BUILT
    bases = {base for file in DOCKERFILES for base in re.findall(r"^FROM (\S+)", file.read_text(), re.MULTILINE)}
    assert bases <= OFFICIAL


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda path: path.name)
def test_a_dockerfile_copies_what_is_there(file: Path):
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )*(.+) \S+$", file.read_text(), re.MULTILINE)
    assert copied
    for source in " ".join(copied).split():
        assert (PROJECT / source).exists(), source


def test_the_python_image_holds_every_package_and_runs_as_nobody_in_particular():
    text = (PROJECT / "deploy" / "docker" / "python.Dockerfile").read_text()
    for package in ("shared", "deploy", *(service.package for service in ALL)):
        assert f"COPY {package} {package}\n" in text
    assert "\nUSER app\n" in text
    assert {name for name, container in CONTAINERS.items() if "user" in container} == {"prepare"}


def test_production_has_no_stand_ins_and_is_open_by_its_two_addresses_only():
    text = (PROJECT / "deploy" / "docker" / "production.yml").read_text().replace("!override", "")
    over = yaml.safe_load(text)["services"]
    assert over["stripe"]["profiles"] == over["inbox"]["profiles"] == ["development"]
    assert [port.rpartition(":")[2] for port in over["nginx"]["ports"] if "0.0.0.0" in port] == ["80", "443"]
