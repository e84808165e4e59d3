"""Every lifecycle is total: states reachable, ends closed, each action with who may and what is recorded."""

from __future__ import annotations

import importlib
from enum import StrEnum
from typing import Any

import pytest

from cases import dispute_policies, handover_policies
from funding import settling_policies
from s117.kernel.lifecycle import IllegalTransition, Lifecycle
from tests.architecture.routes import routes
from tests.architecture.source import APPS

# Acts that no page offers by themselves: they follow from another act, under its permission.
CONSEQUENCES = {"register entry"}
# Tables whose policies stand in a module of their own.
OWN_POLICIES = {
    "transfer": (handover_policies,),
    "dispute": (dispute_policies,),
    "provider invoice": (settling_policies,),
    "query about a schedule line": (settling_policies,),
}


def lifecycles() -> list[tuple[str, Lifecycle[Any, Any]]]:
    found = []
    for app in APPS:
        module = importlib.import_module(f"{app}.rules.lifecycle")
        found += [(app, table) for table in vars(module).values() if isinstance(table, Lifecycle)]
    return found


ALL = lifecycles()


def test_every_app_has_its_lifecycles_and_their_names_differ() -> None:
    assert {app for app, _ in ALL} == set(APPS)
    names = [table.name for _, table in ALL]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("app", "table"), ALL, ids=[table.name for _, table in ALL])
class TestLifecycle:
    def test_names_every_state_and_reaches_each(self, app: str, table: Lifecycle[Any, Any]) -> None:
        declared: set[StrEnum] = set(type(next(iter(table.start))))
        assert table.states() == declared
        assert table.reachable() == declared

    def test_every_action_has_a_permission_and_an_event(self, app: str, table: Lifecycle[Any, Any]) -> None:
        actions = {action for _, action in table.moves}
        assert actions == set(type(next(iter(actions)))), "an action that nothing does"
        assert set(table.permissions) == actions
        assert set(table.events) == actions

    def test_what_is_not_in_the_table_is_refused_in_words(self, app: str, table: Lifecycle[Any, Any]) -> None:
        actions = {action for _, action in table.moves}
        for state in table.states():
            for action in actions - set(table.actions_from(state)):
                with pytest.raises(IllegalTransition) as refusal:
                    table.after(state, action)
                assert str(refusal.value).endswith(".")

    def test_each_permission_is_one_that_a_page_asks_for(self, app: str, table: Lifecycle[Any, Any]) -> None:
        if table.name in CONSEQUENCES:
            return
        asked = {getattr(route.view, "permission", None) for route in routes()}
        assert set(table.permissions.values()) - asked == set()

    def test_each_permission_has_its_policy(self, app: str, table: Lifecycle[Any, Any]) -> None:
        modules = [importlib.import_module(f"{app}.policies"), *OWN_POLICIES.get(table.name, ())]
        missing = [p for p in table.permissions.values() if not any(hasattr(m, p.value) for m in modules)]
        assert table.name in CONSEQUENCES or missing == []
