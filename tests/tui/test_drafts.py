import errno
import os
import threading
from pathlib import Path

import pytest

from tui.drafts import DraftStore


def test_a_draft_comes_back_as_it_was(tmp_path: Path) -> None:
    store = DraftStore(tmp_path / "drafts")
    store.save("birth:7", {"name": "王小丽"}, {"village": 3}, "分娩")
    draft = store.load("birth:7")
    assert draft
    assert (draft.title, draft.texts, draft.picked) == ("分娩", {"name": "王小丽"}, {"village": 3})


def test_only_the_owner_can_read_a_draft(tmp_path: Path) -> None:
    store = DraftStore(tmp_path / "drafts")
    store.save("k", {"name": "王小丽"}, {})
    (file,) = store.folder.iterdir()
    assert (store.folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_writing_again_leaves_one_file(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    for text in ("王", "王小"):
        store.save("k", {"name": text}, {})
    assert [draft.texts["name"] for draft in store.list()] == ["王小"]


def test_drafts_are_listed_by_the_beginning_of_their_key(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    for key in ("birth:1", "birth:2", "check:1"):
        store.save(key, {}, {})
    assert {draft.key for draft in store.list("birth:")} == {"birth:1", "birth:2"}


def test_a_dropped_draft_is_gone(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {}, {})
    store.drop("k")
    store.drop("k")
    assert store.load("k") is None


def test_a_torn_file_is_as_good_as_none(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {}, {})
    (file,) = tmp_path.iterdir()
    file.write_text('{"key": "k", "ti', encoding="utf-8")
    assert store.load("k") is None
    assert store.list() == []


class SlowDisk:
    """An fsync that waits until it is let go; who syncs is told."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.go = threading.Event()
        self.begun = threading.Event()
        self.threads: list[str] = []
        patch.setattr(os, "fsync", self._sync)

    def _sync(self, handle: int) -> None:
        name = threading.current_thread().name
        self.threads.append(name)
        self.begun.set()
        if name == "drafts":
            assert self.go.wait(10)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> SlowDisk:
    return SlowDisk(monkeypatch)


def written(store: DraftStore) -> list[str]:
    """What is on the disk once nothing is being written."""
    for thread in threading.enumerate():
        if thread.name == "drafts":
            thread.join(10)
    drafts = DraftStore(store.folder).list()
    assert not list(store.folder.glob("*.tmp"))
    return [draft.texts["name"] for draft in drafts]


def test_a_slow_disk_holds_nobody_up(tmp_path: Path, disk: SlowDisk) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {"name": "王"}, {}, at_once=False)
    assert disk.begun.wait(10)
    assert set(disk.threads) == {"drafts"}
    disk.go.set()
    assert written(store) == ["王"]


def test_a_draft_can_be_taken_up_before_it_is_on_disk(tmp_path: Path, disk: SlowDisk) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {"name": "王"}, {}, at_once=False)
    draft = store.load("k")
    assert draft
    assert (draft.texts["name"], store.list()) == ("王", [draft])
    disk.go.set()
    written(store)


def test_of_many_savings_the_newest_stays(tmp_path: Path, disk: SlowDisk) -> None:
    store = DraftStore(tmp_path)
    for name in ("一", "二", "三"):
        store.save("k", {"name": name}, {}, at_once=False)
    disk.go.set()
    assert written(store) == ["三"]


def test_a_late_writing_does_not_bring_back_a_dropped_draft(tmp_path: Path, disk: SlowDisk) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {"name": "王"}, {}, at_once=False)
    assert disk.begun.wait(10)
    store.drop("k")
    assert store.list() == []
    disk.go.set()
    assert written(store) == []


def test_a_late_writing_does_not_replace_one_made_at_once(tmp_path: Path, disk: SlowDisk) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {"name": "旧"}, {}, at_once=False)
    assert disk.begun.wait(10)
    store.save("k", {"name": "新"}, {}, at_once=True)
    assert [draft.texts["name"] for draft in DraftStore(tmp_path).list()] == ["新"]
    disk.go.set()
    assert written(store) == ["新"]


def test_saving_again_after_a_drop_is_kept(tmp_path: Path, disk: SlowDisk) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {"name": "旧"}, {}, at_once=False)
    store.drop("k")
    store.save("k", {"name": "新"}, {}, at_once=False)
    disk.go.set()
    assert written(store) == ["新"]


def test_a_full_disk_is_remembered_and_leaves_the_old_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {"name": "旧"}, {})

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        store.save("k", {"name": "新"}, {})
        assert store.fault is not None
    assert written(store) == ["旧"]
    store.save("k", {"name": "新"}, {})
    assert store.fault is None


def test_half_a_character_does_not_lose_the_draft(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    store.save("k", {"name": "王\ud842"}, {})
    draft = store.load("k")
    assert draft
    assert draft.texts["name"].startswith("王")
