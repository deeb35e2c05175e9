"""Live reload: a changed file is checked, and taken over between two turns.

    reloading = Reloading(root, brain, observers=[simulator.note_project])
    reloading.start()
    await reloading.stop()

Flows, responses, slots and tenants are in service within a second or two. Changed examples are
learnt by a process of its own while the model before goes on answering. A file with an error keeps
all files of the last good edition in service. Python code and the tenants' WhatsApp accounts are
read at the next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from engine.errors import AccueilError, Problem, ProjectError, Severity
from engine.flows.checks import run_checks
from engine.intents.recipe import check_recipes
from engine.loaded_project import Edition, current_edition, mark_of, stamp_of
from engine.serving import watching
from engine.serving.project_state import Learning, ProjectObserver, ProjectState
from engine.tenants import FOLDER as TENANTS
from engine.tenants import Account, check_tenants

logger = logging.getLogger(__name__)

#: What training says, which is much.
TRAINING_LOG = Path("var/logs/train.log")
#: How much others go before it: people who wait for an answer.
_NICENESS = 10
#: Seconds after which a training that was given up is ended for good.
_GRACE = 5.0

Take = Callable[[], None]


@runtime_checkable
class Reloadable(Protocol):
    """What a brain must be able to do; see :class:`engine.components.live_brain.LiveBrain`."""

    def prepare(self, edition: Edition) -> Take:
        """Return what puts ``edition`` into service, at once."""
        ...

    def prepare_model(self, edition: Edition, examples: str) -> Take:
        """Do the same with the newest model, which has learnt from ``examples``."""
        ...

    @property
    def learnt(self) -> str:
        """Tell by a fingerprint what the model in service has learnt from."""
        ...

    def examples(self) -> str:
        """Return the fingerprint of the training data as they are now."""
        ...


def errors_of(edition: Edition) -> list[Problem]:
    """Return every fault of ``edition`` that a person would meet, in the order of the files."""
    project = edition.project
    problems = [*run_checks(project), *check_recipes(project)]
    if (project.root / TENANTS).is_dir():
        problems += check_tenants(project.root, set(project.flows))
    errors = {problem for problem in problems if problem.severity is Severity.ERROR}
    return sorted(errors, key=lambda problem: problem.sort_key)


class Reloading:
    """Keeps a running system on the files of its project."""

    def __init__(
        self,
        root: Path,
        brain: Reloadable,
        *,
        observers: Iterable[ProjectObserver] = (),
        command: tuple[str, ...] = (sys.executable, "-m", "engine", "train"),
    ) -> None:
        self._root = root
        self._brain = brain
        self._observers = tuple(observers)
        # What trains a model, run in the project's folder.
        self._command = command
        self.state = ProjectState(tenants=_names(current_edition(root)))
        self._doors = _doors(current_edition(root))
        # Of the files when they were last read, taken over or not.
        self._stamp = current_edition(root).stamp
        self._stop = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None
        self._learning: asyncio.Task[None] | None = None
        # What the training at work learns from.
        self._learning_from = ""
        # Two takings over at a time would mix an edition with the model of another.
        self._exchange = asyncio.Lock()

    def start(self) -> None:
        """Watch the files from now on; what changed since they were read is taken over too."""
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Watch no longer; a training at work is given up."""
        self._stop.set()
        await _given_up(self._watching)
        await _given_up(self._learning)

    async def _watch(self) -> None:
        async with contextlib.aclosing(watching.changes(self._root, self._stop)) as bundles:
            async for seen in bundles:
                if seen or await asyncio.to_thread(stamp_of, self._root) != self._stamp:
                    await self._look()

    async def _look(self) -> None:
        """Read the files; whatever goes wrong, the next change is looked at again."""
        try:
            await self._take_over()
        except Exception as error:
            logger.error(
                "the project cannot be read: %s",
                error,
                exc_info=not isinstance(error, AccueilError),
                extra={"action": "reload_failed"},
            )
            unreadable = (_unreadable(error),)
            self._tell(files=mark_of(self._stamp), in_service=False, problems=unreadable)

    async def _take_over(self) -> None:
        async with self._exchange:
            edition, errors, take = await asyncio.to_thread(self._read)
            if take is None:
                self._refuse(errors)
                return
            take()
        doors = _doors(edition)
        changed = (t for t in {*doors, *self._doors} if doors.get(t, ()) != self._doors.get(t, ()))
        learning = await self._learn_if_needed()
        self._tell(
            edition=self.state.edition + 1,
            files=mark_of(edition.stamp),
            in_service=True,
            problems=(),
            doors=tuple(sorted(changed)),
            tenants=_names(edition),
            learning=learning,
            failure="",
        )
        logger.info(
            "the project's changes are in service",
            extra={"action": "project_taken_over", "edition": self.state.edition},
        )

    def _read(self) -> tuple[Edition, list[Problem], Take | None]:
        edition = Edition.read(self._root)
        self._stamp = edition.stamp
        errors = errors_of(edition)
        if errors:
            return edition, errors, None
        # Read here rather than by the first one who asks on the event loop.
        assert edition.tenants
        return edition, errors, self._brain.prepare(edition)

    def _refuse(self, errors: list[Problem]) -> None:
        for problem in errors:
            logger.error(str(problem), extra={"action": "project_refused"})
        self._tell(files=mark_of(self._stamp), in_service=False, problems=tuple(errors))

    # -- learning ----------------------------------------------------------------------------

    async def _learn_if_needed(self) -> Learning:
        """Begin to train when the examples are not those of the model, nor those being learnt."""
        examples = await asyncio.to_thread(self._brain.examples)
        at_work = self._learning is not None and not self._learning.done()
        if at_work and examples == self._learning_from:
            return Learning.AT_WORK
        await _given_up(self._learning)
        if examples == self._brain.learnt:
            return Learning.DONE
        self._learning_from = examples
        self._learning = asyncio.create_task(self._learn(examples))
        return Learning.AT_WORK

    async def _learn(self, examples: str) -> None:
        logger.info("the model is being trained", extra={"action": "training"})
        try:
            await self._train()
            async with self._exchange:
                edition = current_edition(self._root)
                take = await asyncio.to_thread(self._brain.prepare_model, edition, examples)
                take()
        except Exception as error:
            logger.error(
                "the model before stays in service: %s",
                error,
                exc_info=not isinstance(error, AccueilError),
                extra={"action": "training_failed"},
            )
            self._tell(learning=Learning.FAILED, failure=str(error) or type(error).__name__)
        else:
            logger.info("the new model is in service", extra={"action": "model_taken_over"})
            self._tell(learning=Learning.DONE, failure="")

    async def _train(self) -> None:
        """Train in a process of its own. Raises ``ProjectError`` with what it said last."""
        log = self._root / TRAINING_LOG
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w") as output:
            process = await asyncio.create_subprocess_exec(
                *self._command, cwd=self._root, stdout=output, stderr=output
            )
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _end(process)
            raise
        if code:
            raise ProjectError(f"{_last_line(log)} ({TRAINING_LOG})")

    def _tell(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        for observer in self._observers:
            try:
                observer(self.state)
            except Exception:
                logger.exception("an observer failed", extra={"action": "observer_failed"})


async def _given_up(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
        try:
            async with asyncio.timeout(_GRACE):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _names(edition: Edition) -> dict[str, str]:
    return {tenant.id: tenant.name for tenant in edition.tenants}


def _doors(edition: Edition) -> dict[str, tuple[Account, ...]]:
    """Return what is read at a start only: the accounts of every tenant."""
    return {tenant.id: tenant.accounts for tenant in edition.tenants}


def _unreadable(error: Exception) -> Problem:
    """Return the fault of a project that could not even be looked at."""
    return Problem(
        path=".",
        line=1,
        column=1,
        severity=Severity.ERROR,
        code="project.unreadable",
        message=str(error) or type(error).__name__,
    )


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    said = [line.strip() for line in lines if line.strip()]
    return said[-1] if said else "training ended without a word"
