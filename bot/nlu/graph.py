"""Run the components of the engine one after the other.

Rasa has dask plan and schedule them anew, with threads' queues, three times for each message: an eighth of the engine's
processor time. Ours stand in a row and never run at once.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

Step = tuple[str, GraphNode, tuple[str, ...]]


def run(
    runner: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """What the targets give, by name. Raises GraphRunError where a component's RuntimeError would have been one."""
    wanted = tuple(targets or runner._graph_schema.target_names)
    plans: dict[tuple[str, ...], list[Step]] = runner.__dict__.setdefault("_plans", {})
    if wanted not in plans:
        plans[wanted] = _plan(runner, wanted)
    found = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, node, needs in plans[wanted]:
            found[name] = node(*(found.get(need, need) for need in needs))
    except RuntimeError as err:
        raise GraphRunError("Error running runner.") from err
    return dict(found[target] for target in wanted)


def _plan(runner: DaskGraphRunner, targets: tuple[str, ...]) -> list[Step]:
    """The components that the targets need, each behind those it needs itself."""
    nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
    plan: dict[str, Step] = {}

    def add(name: str) -> None:
        if name in plan or name not in nodes:  # what is no component is an input
            return
        needs = tuple(nodes[name].needs.values())
        for need in needs:
            add(need)
        plan[name] = name, runner._instantiated_nodes[name], needs

    for target in targets:
        add(target)
    return list(plan.values())


def run_in_order() -> None:
    """From now on the graphs of this process run so."""
    DaskGraphRunner.run = run
