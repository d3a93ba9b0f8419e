"""Jobs: answers on the GUI thread, errors kept, cancelling stops the work, nothing is lost."""

import gc
import threading
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from trainingdesk.domain.errors import Cancelled, Refused
from trainingdesk.shared.memory import no_cycle_search
from trainingdesk.ui.jobs import Collector, Jobs, Lane, without_progress
from trainingdesk.ui.shell.status import JobLine


def test_the_answer_arrives_on_the_gui_thread(qtbot: QtBot, jobs: Jobs, qapp: QApplication) -> None:
    seen: list[tuple[Any, bool, bool]] = []
    worked: list[str] = []

    def work(_progress: Any) -> int:
        worked.append(threading.current_thread().name)
        return 7

    job = jobs.job(Lane.READ, work)
    job.succeeded.connect(
        lambda answer: seen.append((answer, QThread.currentThread() is qapp.thread(), jobs.is_idle))
    )
    with qtbot.waitSignal(jobs.idle):
        job.start()
    assert seen == [(7, True, True)]
    assert worked[0].startswith("desk-reader")


def test_writers_run_one_after_the_other_in_order(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[int] = []
    together: list[int] = []
    running = threading.Semaphore(1)

    def work(number: int) -> None:
        assert running.acquire(blocking=False), "two writers at once"
        together.append(1)
        order.append(number)
        running.release()

    for number in range(20):
        jobs.job(Lane.WRITE, without_progress(work, number)).start()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert order == list(range(20))


def test_a_quick_failure_is_not_lost(qtbot: QtBot, jobs: Jobs) -> None:
    """The job has failed before control comes back to the loop; it was connected before it was started."""
    for _round in range(50):
        failures: list[BaseException] = []
        job = jobs.job(Lane.READ, lambda _progress: (_ for _ in ()).throw(Refused("roster.gone")))
        job.failed.connect(failures.append)
        with qtbot.waitSignal(job.finished):
            job.start()
        assert [error.code for error in failures if isinstance(error, Refused)] == ["roster.gone"]


@pytest.mark.parametrize("broken", [False, True])
def test_nobody_is_told_for_a_widget_that_is_gone(qtbot: QtBot, jobs: Jobs, broken: bool) -> None:
    gone, told = threading.Event(), []

    def work(_progress: Any) -> int:
        assert gone.wait(20)
        if broken:
            raise Refused("roster.gone")
        return 7

    for keeps in (True, False):
        asking = QWidget()
        gone.clear()
        job = jobs.job(Lane.READ, work, owner=asking)
        for signal in (job.succeeded, job.failed, job.finished):
            signal.connect(lambda *_args, keeps=keeps: told.append(keeps))
        with qtbot.waitSignal(jobs.finished):
            job.start()
            if not keeps:
                shiboken6.delete(asking)
            gone.set()
    assert told == [True, True], "the answer or the failure, and the end"
    assert jobs.is_idle


def test_cancelling_raises_in_the_worker_and_nothing_is_reported(qtbot: QtBot, jobs: Jobs) -> None:
    started, rolled_back = threading.Event(), threading.Event()

    def work(progress: Any) -> None:
        started.set()
        try:
            while True:
                progress(1, 0, "")
        except Cancelled:
            rolled_back.set()
            raise

    told: list[str] = []
    job = jobs.job(Lane.WRITE, work, "import", cancellable=True)
    job.succeeded.connect(lambda _answer: told.append("succeeded"))
    job.failed.connect(lambda _error: told.append("failed"))
    job.cancelled.connect(lambda: told.append("cancelled"))
    job.start()
    assert started.wait(5)
    with qtbot.waitSignal(job.finished):
        job.cancel()
    assert told == ["cancelled"]
    assert rolled_back.is_set()


def test_a_job_that_waits_can_be_cancelled_before_it_runs(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()
    ran: list[int] = []
    first = jobs.job(Lane.WRITE, lambda _progress: gate.wait(5)).start()
    second = jobs.job(Lane.WRITE, lambda _progress: ran.append(1))
    told: list[str] = []
    second.cancelled.connect(lambda: told.append("cancelled"))
    second.start()
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert told == ["cancelled"]
    assert ran == []
    assert not first.running


def test_progress_is_told_at_most_every_50_ms(qtbot: QtBot, jobs: Jobs) -> None:
    def work(progress: Any) -> None:
        for number in range(50_000):
            progress(number, 50_000, "")

    heard: list[int] = []
    job = jobs.job(Lane.READ, work)
    job.progressed.connect(lambda done, _total, _step: heard.append(done))
    with qtbot.waitSignal(job.finished, timeout=10_000):
        job.start()
    assert heard
    assert heard == sorted(heard)
    assert len(heard) < 200


def test_closing_waits_and_delivers_nothing_more(qtbot: QtBot) -> None:
    runner = Jobs()
    told: list[str] = []
    gate = threading.Event()
    job = runner.job(Lane.READ, lambda _progress: gate.wait(5))
    job.succeeded.connect(lambda _answer: told.append("late"))
    job.start()
    gate.set()
    runner.close()
    qtbot.wait(1)
    assert told == []


def test_the_progress_line_waits_before_it_is_seen(qtbot: QtBot, jobs: Jobs) -> None:
    line = JobLine(jobs)
    qtbot.addWidget(line)
    gate = threading.Event()

    def work(progress: Any) -> None:
        progress(412, 1000, "")
        gate.wait(10)

    job = jobs.job(Lane.WRITE, work, "正在生成证书", cancellable=True).start()
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible)
    qtbot.waitUntil(lambda: "412" in line.words.text())
    assert "正在生成证书" in line.words.text()
    assert line.stop.isVisible()
    gate.set()
    with qtbot.waitSignal(job.finished):
        pass
    assert not line.isVisible()


def test_an_unnamed_or_quick_job_is_never_shown(qtbot: QtBot, jobs: Jobs) -> None:
    line = JobLine(jobs)
    qtbot.addWidget(line)
    for title in ("", "quick"):
        with qtbot.waitSignal(jobs.idle):
            jobs.job(Lane.READ, lambda _progress: None, title).start()
    assert line.job is None
    assert not line.isVisible()


def test_the_collector_runs_only_where_it_is_called(qtbot: QtBot) -> None:
    collector = Collector(every_ms=60_000)
    try:
        assert not gc.isenabled()
        collector.collect()
    finally:
        collector.stop()
    assert gc.isenabled()


def test_the_collector_waits_while_rows_are_made_in_bulk(qtbot: QtBot) -> None:
    collector = Collector(every_ms=60_000)
    searched: list[object] = []
    kept = [[] for _place in range(5_000)]  # more than the youngest generation takes
    gc.callbacks.append(lambda phase, _info: searched.append(phase))
    try:
        with no_cycle_search():
            collector.collect()
            assert searched == []
        collector.collect()
        assert searched == ["start", "stop"]
    finally:
        gc.callbacks.pop()
        collector.stop()
    assert len(kept) == 5_000


@pytest.mark.parametrize("lane", list(Lane))
def test_no_worker_holds_a_job(qtbot: QtBot, jobs: Jobs, lane: Lane) -> None:
    """What a worker holds it may also destroy, and a widget destroyed in a worker ends the program."""
    gate, held = threading.Event(), []

    def work(progress: Any) -> None:
        held.extend(type(cell).__name__ for cell in (progress.__self__, progress.__self__._mailbox))
        gate.wait(5)

    job = jobs.job(lane, work).start()
    gate.set()
    with qtbot.waitSignal(job.finished):
        pass
    assert held == ["_Slip", "_Mailbox"]
