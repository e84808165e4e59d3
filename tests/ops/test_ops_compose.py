"""The production files against the Compose schema and our own rules. No Docker is needed: they are read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
LONG_RUNNING = sorted(set(SERVICES) - {"migrate"})
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_it_is_a_compose_file():
    schema = json.loads((Path(__file__).parent / "compose-spec.json").read_text())
    # YAML's merge key leaves our x-* anchors at the top, which the specification allows.
    jsonschema.Draft7Validator(schema).validate(COMPOSE)


def test_it_has_every_part_of_the_service():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "postgres", "redis", "mail"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_runs_with_the_least_it_needs(name: str):
    service = SERVICES[name]
    uid, _, gid = service["user"].partition(":")
    assert int(uid) > 0
    assert int(gid) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service.get("privileged") is not True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert service["cpus"]
    assert service["pids_limit"]
    assert "/tmp" in {mount.split(":")[0] for mount in service["tmpfs"]}  # noqa: S108


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_every_container_that_stays_says_whether_it_is_well(name: str):
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert check["interval"]
    assert check["timeout"]


def test_only_the_web_faces_outward_and_only_to_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in set(SERVICES) - {"web"}:
        assert SERVICES[name]["networks"] == ["inside"], f"{name} has a way out"


def test_secrets_are_files_and_stand_nowhere_else():
    assert all(set(secret) == {"file"} for secret in COMPOSE["secrets"].values())
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"SECRET|PASSWORD|_URL", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"
                assert value.startswith("/run/secrets/")
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
    assert "secrets" in (ROOT / ".dockerignore").read_text().split()


def test_only_the_migration_can_change_tables():
    holders = [
        name for name, service in SERVICES.items() if "owner_database_url" in service.get("secrets", [])
    ]
    assert holders == ["migrate"]


def test_every_image_is_pinned_to_a_release():
    images = [service["image"] for name, service in SERVICES.items() if "build" not in service]
    images += [line.split()[1] for line in DOCKERFILE.splitlines() if line.startswith("FROM ")]
    for image in images:
        assert re.search(r":v?\d+\.\d+(\.\d+)?(-[a-z]+)*$|@sha256:[0-9a-f]{64}$", image), image


def test_the_broker_keeps_its_queue_and_refuses_rather_than_forgets():
    command = " ".join(SERVICES["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_what_needs_the_tables_waits_for_them():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_image_is_locked_unprivileged_and_checked():
    stages = DOCKERFILE.split("\nFROM ")
    assert len(stages) == 3, "one stage installs, another runs"
    assert "--require-hashes" in DOCKERFILE
    assert re.search(r"^USER 10001:10001$", stages[-1], re.MULTILINE)
    assert "HEALTHCHECK" in stages[-1]
    assert "libpango-1.0-0" in stages[-1]
    assert not re.search(r"^(ENV|ARG).*(SECRET|PASSWORD)", DOCKERFILE, re.MULTILINE)
