from pathlib import Path

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
