"""The command line as a stranger meets it: help, answers, receipts, errors, exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from pincite.qa.cli.commands import app
from tests.support.shell import Run
from tests.support.toys import report, write_reports

COMMANDS = (
    "rebuild", "add", "remove", "copy", "status", "verify", "rollback", "ask", "mentions", "search",
    "eval", "chat", "mcp", "feedback", "replay",
)  # fmt: skip


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "200")
    return run


def test_help_names_every_command(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    assert all(f" {command} " in out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"Example: pincite {command}" in out


def test_the_commands_are_these() -> None:
    named = {each.name or each.callback.__name__ for each in app.registered_commands}
    assert named == set(COMMANDS)


def test_ask_shows_the_sentence_and_where_it_stands(run: Run, samples_index: Path) -> None:
    status, out, err = run("ask", "What did Kung press the Americans for?", "-i", samples_index)
    assert (status, err) == (0, "")
    assert "double taxation" in out
    assert "[1] " in out
    assert "taiwan-rare-earth-pilot.txt, characters " in out
    assert "confidence 0." in out


def test_ask_json_holds_exact_offsets(run: Run, samples_index: Path) -> None:
    _, out, _ = run(
        "ask", "When did the blaze at Notre-Dame break out?", "-i", samples_index, "--json"
    )
    answer = json.loads(out)
    assert answer["found"]
    for citation in answer["citations"]:
        assert citation["text"] in citation["quote"]
        assert len(citation["quote"]) == citation["sentence"]["end"] - citation["sentence"]["start"]
        assert len(citation["sha256"]) == 64
    assert "2019" in answer["text"]


def test_a_talk_is_narrowed_as_a_question_is(
    run: Run, samples_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for option, value, found in (("--source", "taiwan", True), ("--since", "2090", False)):
        monkeypatch.setattr("sys.stdin", StringIO("What did Kung press the Americans for?\n"))
        status, out, _ = run("chat", "--text", option, value, "-i", samples_index)
        assert status == 0
        assert ("double taxation" in out) == found
        assert ("Asked of 1 of" if found else "No article to ask") in out


def test_a_chat_with_a_bad_filter_is_refused_at_once(run: Run, tmp_path: Path) -> None:
    status, _, err = run("chat", "--until", "2026-99", "-i", tmp_path / "none")
    assert status == 2
    assert "no such date" in err
    assert not (tmp_path / "none").exists()


def test_not_found_is_status_1_and_helps(run: Run, samples_index: Path) -> None:
    status, out, _ = run("ask", "Who won the 2022 World Cup?", "-i", samples_index)
    assert status == 1
    assert "Not found in these articles." in out
    assert "Nowhere in what was searched:" in out
    assert "Nearest passages" in out


def test_search_lists_passages_with_their_ranks(run: Run, samples_index: Path) -> None:
    status, out, _ = run("search", "seed vault", "-k", 3, "-i", samples_index)
    assert status == 0
    assert out.count("meaning #") + out.count("meaning unranked") == 3
    _, out, _ = run("search", "seed vault", "-k", 3, "-i", samples_index, "--json")
    assert len(json.loads(out)["hits"]) == 3


def test_the_life_of_an_index(run: Run, tmp_path: Path) -> None:
    articles, index = write_reports(tmp_path / "articles", 3), tmp_path / "index"
    (articles / "empty.txt").touch()
    status, out, _ = run("rebuild", articles, "-i", index)
    assert status == 0
    assert "3 added, 0 changed, 0 removed, 0 unchanged, 1 skipped" in out
    assert "empty.txt" in out
    status, out, _ = run("rebuild", articles, "-i", index, "--json")
    receipt = json.loads(out)
    assert (receipt["embedded"], receipt["published"]) == (0, False)
    (tmp_path / "new.txt").write_text(report(7))
    assert "1 added" in run("add", tmp_path / "new.txt", "-i", index)[1]
    assert "1 removed" in run("remove", "0001.txt", "-i", index)[1]
    status, out, _ = run("status", "--articles", "-i", index)
    assert status == 0
    assert "articles  3 in" in out
    assert "new.txt" in out
    assert "0001.txt" in out.partition("removed")[2].partition("\n")[0]
    assert json.loads(run("status", "-i", index, "--json")[1])["articles"] == 3
    status, out, _ = run("verify", "-i", index)
    assert (status, "every source reads as it did" in out) == (0, True)
    (articles / "0000.txt").write_text(report(0, figure=55))
    status, out, _ = run("verify", "-i", index)
    assert (status, "changed since: 0000.txt" in out) == (1, True)
    assert json.loads(run("verify", "-i", index, "--json")[1])["current"] is False


def test_a_file_that_changed_around_its_article_is_named(
    run: Run, toy: None, tmp_path: Path
) -> None:
    page, index = tmp_path / "page.html", ("-i", tmp_path / "index")
    page.write_text(f"<html><body><p>{report(0)}</p></body></html>")
    run("rebuild", page, *index)
    page.write_text(page.read_text().replace("<body>", "<body class='wide'>"))
    status, out, _ = run("verify", *index)
    assert status == 1
    assert f"the file changed, its article did not: {page}" in out.replace("\n", "")
    assert "bring it up to date: pincite rebuild" in out


def test_what_cannot_be_read_now_is_named_and_pruned(run: Run, tmp_path: Path) -> None:
    home, disk = (write_reports(tmp_path / name, 1) for name in ("home", "disk"))
    index = ("-i", tmp_path / "index")
    run("rebuild", home, disk, *index)
    (disk / "0000.txt").write_bytes(b"")
    status, out, _ = run("rebuild", *index)
    assert (status, f"not readable now {disk}/0000.txt: " in out) == (0, True)
    assert "its article stays; to take out what is gone: pincite rebuild --prune" in out
    assert ", 0 skipped, 1 not readable now" in out
    status, out, _ = run("verify", *index)
    assert (status, f"not readable now {disk}/0000.txt: " in out) == (1, True)
    status, out, _ = run("rebuild", "--prune", *index)
    assert (status, "1 removed, 1 unchanged" in out) == (0, True)
    assert run("rebuild", "--prune", "--watch", *index)[0] == 2


def test_back_a_generation_and_a_damaged_one_repaired(run: Run, tmp_path: Path) -> None:
    articles, index = write_reports(tmp_path / "articles", 2), ("-i", tmp_path / "index")
    run("rebuild", articles, *index)
    (articles / "0001.txt").write_text(report(7))
    run("rebuild", *index)
    status, out, _ = run("rollback", *index)
    assert status == 0
    assert out.startswith("generation 000001 of 20")
    assert "generation 000002 stays on the disk until the next build" in out
    assert run("verify", *index)[0] == 1
    status, _, err = run("rollback", *index)
    assert (status, "no sound generation before 000001" in err) == (2, True)
    run("rebuild", *index)
    vectors = max((tmp_path / "index" / "segments").iterdir()) / "vectors.bin"
    vectors.write_bytes(vectors.read_bytes()[:-1])
    status, out, err = run("verify", "--repair", *index)
    assert (status, out.startswith(f"damaged: {vectors} has ")) == (0, True)
    assert run("verify", *index)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "why?", "-i", "nowhere"], "no index at nowhere; make one with: pincite rebuild"),
        (["rebuild", "nothing-here", "-i", "new"], "nothing-here"),
        (["add", "nothing-here", "-i", "nowhere"], "no index at nowhere"),
        (["remove", "a", "-i", "nowhere"], "no index at nowhere"),
        (["status", "-i", "nowhere"], "no index at nowhere"),
        (["verify", "-i", "nowhere"], "no index at nowhere"),
        (["verify", "--repair", "-i", "nowhere"], "no index at nowhere"),
        (["rollback", "-i", "nowhere"], "no index at nowhere"),
        (["rebuild", "-i", "nowhere"], "no index at nowhere"),
    ],
)
def test_errors_are_one_line_with_the_next_step(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("pincite: ")
    assert err.count("\n") == 1
    assert says in err


@pytest.mark.parametrize(
    ("question", "says"), [("", "question is empty"), ("x" * 100_000, "100,000 characters")]
)
def test_bad_questions(run: Run, samples_index: Path, question: str, says: str) -> None:
    status, _, err = run("ask", question, "-i", samples_index)
    assert status == 2
    assert says in err
    assert err.count("\n") == 1


def test_wrong_usage_is_status_2(run: Run) -> None:
    for arguments in (["ask"], ["search", "x", "-k", "0"], ["nonsense"], ["ask", "x", "--what"]):
        status, _, err = run(*arguments)
        assert status == 2
        assert "Traceback" not in err


def test_control_codes_in_articles_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    text = "The \x1b[31mred\x1b[0m harbour opened to \x9b5m visitors in the spring of 1999.\n"
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text, "title": "\x1b]0;owned\x07"}))
    run("rebuild", tmp_path / "a.jsonl", "-i", tmp_path / "index")
    _, out, _ = run("search", "harbour visitors", "-i", tmp_path / "index")
    assert "harbour" in out
    assert not {"\x1b", "\x9b", "\x07"} & set(out)


def test_the_installed_command(samples_index: Path) -> None:
    command = Path(sys.executable).parent / "pincite"
    if not command.exists():
        pytest.skip(f"{command} is not installed: pip install -e .")
    done = subprocess.run(
        [command, "status", "--json"],
        env={**os.environ, "PINCITE_INDEX": str(samples_index)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["articles"] == 15


def test_status_and_help_load_no_model() -> None:
    script = (
        "import sys\nfrom pincite.qa.cli.commands import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "sys.exit('torch' in sys.modules or 'gradio' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_mentions_lists_every_sentence(run: Run, samples_index: Path) -> None:
    code, out, _ = run("mentions", "every mention of Hera", "-i", samples_index, "--json")
    found = json.loads(out)
    assert (code, found["subject"]) == (0, "Hera")
    assert found["sentences"] == len(found["citations"]) > 2
    assert all("Hera" in each["quote"] for each in found["citations"])
    code, out, _ = run("mentions", "Hera", "-i", samples_index)
    assert f"{found['sentences']} sentences in" in out
    assert run("mentions", "zeppelins", "-i", samples_index)[0] == 1
