"""What the source must not hold, and how long it may be."""

from __future__ import annotations

import ast

from tests.architecture.source import APPS, EDGES, ROOT, Module, length, modules

CLOCKS = {"now", "today", "utcnow", "time.time", "localdate", "localtime"}
MOST_LINES = {"": 400, "views": 200}
MOST_IN_FUNCTION = {"": 40, "views": 25}
# Each opens a transaction for a reason that is not a service's write.
MAY_OPEN_TRANSACTIONS = {
    "s117.audit.writes": "the one place where a service's transaction and actor open together",
    "s117.web.actions": "a form's submission and the service it calls stand or fall together",
    "s117.web.staged": "the same, for an answer that is checked before it is sent",
    "s117.management": "set-up commands run by an operator",
}
# Layers of another app that a module may reach; a foreign key names its model by a string.
REACHABLE = ("queries", "services", "rules")


def test_no_signal_handlers() -> None:
    """A receiver is a second way down that nobody sees in the call."""
    found = [
        module.at(node.lineno)
        for module in modules()
        for node in module.functions()
        if any("receiver" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]
    assert found == []


def test_no_model_saves_in_its_own_way() -> None:
    found = [
        module.at(node.lineno) for module in modules() for node in module.functions() if node.name == "save"
    ]
    assert found == []


def test_tasks_are_started_by_enqueue_alone() -> None:
    found = [
        module.at(line)
        for module in modules()
        for line, call in module.calls()
        if call.rsplit(".", 1)[-1] in {"delay", "apply_async", "send_task"}
        and not module.name.startswith("s117.jobs")
    ]
    assert found == []


def test_nothing_below_the_edges_reads_a_clock() -> None:
    found = [
        f"{module.at(line)} {call}"
        for module in modules()
        if not module.edge
        for line, call in module.calls()
        if call in CLOCKS or call.rsplit(".", 1)[-1] in {"now", "today", "utcnow", "localdate"}
    ]
    assert found == [], f"take `at` or `on` instead; the clock belongs to {EDGES}"


def test_the_day_of_a_moment_is_its_london_day() -> None:
    """A moment is kept in UTC: in summer its `date()` is yesterday's until one in the morning."""
    found = [
        module.at(line) for module in modules() for line, call in module.calls() if call.endswith("_at.date")
    ]
    assert found == [], "give the moment to the filters as it is, or use london_date"


def test_transactions_open_in_one_place() -> None:
    found = [
        module.at(line)
        for module in modules()
        if not any(module.name.startswith(allowed) for allowed in MAY_OPEN_TRANSACTIONS)
        for line, call in module.calls()
        if call.endswith(("atomic", "acting_as"))
    ]
    assert found == []


def test_one_app_reaches_another_through_its_queries_services_and_rules() -> None:
    found = []
    for module in modules():
        for line, name in module.imports():
            app, *rest = name.split(".")
            foreign = app in APPS and app != module.parts[0]
            if foreign and module.parts[0] in APPS and (not rest or rest[0] not in REACHABLE):
                found.append(f"{module.at(line)} {name}")
    assert found == []


def test_dashboards_and_api_show_what_queries_return() -> None:
    """A view that spans apps imports no model; its queries compose the statement."""
    found = [
        f"{module.at(line)} {name}"
        for module in modules()
        if module.name.startswith(("s117.dashboards", "s117.api")) and "views" in module.name
        for line, name in module.imports()
        if name.split(".")[0] in APPS and ".models" in name
    ]
    assert found == []


def test_serializers_only_put_out() -> None:
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ClassDef) or not any(
                "Serializer" in ast.unparse(base) for base in node.bases
            ):
                continue
            found += [
                f"{module.at(item.lineno)} {node.name}.{item.name}"
                for item in node.body
                if isinstance(item, ast.FunctionDef) and item.name in {"create", "update", "save"}
            ]
            found += [
                f"{module.at(node.lineno)} {node.name}"
                for base in node.bases
                if ast.unparse(base).endswith("ModelSerializer")
            ]
    assert found == []


def test_no_markup_from_strings() -> None:
    """Markup comes from templates; a string marked safe is how a stored script gets in."""
    found = [
        f"{module.at(line)} {call}"
        for module in modules()
        for line, call in module.calls()
        if call.rsplit(".", 1)[-1] in {"mark_safe", "Markup", "SafeString"}
        and module.name != "s117.web.charts"
    ]
    assert found == []


def test_modules_and_functions_stay_short() -> None:
    """Long modules are where every god object began. Complexity is held by ruff (C901, 8).

    The demo's cast and stories are data, however long the list.
    """
    found = []
    for module in modules():
        if _is_table(module):
            continue
        kind = "views" if "views" in module.parts and module.parts[:2] != ("s117", "web") else ""
        lines = module.text.count("\n")
        if lines > MOST_LINES[kind]:
            found.append(f"{module.at(1)} has {lines} lines, at most {MOST_LINES[kind]}")
        found += [
            f"{module.at(function.lineno)} {function.name} has {length(function)} lines"
            for function in module.functions()
            if length(function) > MOST_IN_FUNCTION[kind]
        ]
    assert found == []


def test_no_test_module_is_longer_than_one_can_read() -> None:
    """Split by subject, not by size: a test is found where its subject is."""
    lengths = {path: path.read_text().count("\n") for path in (ROOT / "tests").rglob("*.py")}
    found = {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > MOST_LINES[""]}
    assert found == {}


def _is_table(module: Module) -> bool:
    """Data written as Python: assignments and a docstring, nothing that runs."""
    return all(
        isinstance(node, ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in module.tree.body
    )
