"""`make mutate`: what it changes, where it tries the changes, and which survivors it accepts."""

import ast
from pathlib import Path

import pytest

from tests.mutate import __main__ as mutate
from tests.mutate import trial
from tests.mutate.cover import FOLDERS, NAMED, found, modules, own_tests, wider_tests
from tests.mutate.mutants import Mutant, mutants_of
from tests.mutate.survivors import FILE, BadList, accepted

MODULE = "metrics/asked.py"


def changed(root: Path, text: str) -> list[str]:
    """What a module of one line can be changed into."""
    (root / "metrics").mkdir(exist_ok=True)
    source = text.encode()
    (root / MODULE).write_bytes(source)
    return [mutant.put_into(source).decode() for mutant in mutants_of(root, MODULE)]


@pytest.mark.parametrize(
    ("text", "into"),
    [
        ("a <= b", ["a < b", "a > b"]),
        ("a is None", ["a is not None"]),
        ("a and b or c", ["((a and b) and c)", "(a or b) or c"]),
        ("not a", ["(a)"]),
        ("max(a, b)", ["min(a, b)"]),
        ("a[0]", ["a[-1]", "a[1]"]),
        ("day - timedelta(days=n)", ["(day + timedelta(days=n))"]),
        ("f(True)", ["f(False)"]),
        ("f(7)", ["f(6)", "f(8)"]),
        ("f(-a)", ["f((a))"]),
        ("sorted(a, key=b)", ["sorted(a, key=b, reverse=True)"]),
        ("sorted(a, reverse=True)", ["sorted(a, reverse=False)"]),
        ("f('über', 0, 'é')", ["f('über', 1, 'é')"]),  # letters of two bytes before it
    ],
)
def test_each_kind_of_fault_is_made_in_its_place(tmp_path, text, into):
    assert sorted(changed(tmp_path, text)) == sorted(into)


@pytest.mark.parametrize(
    "text",
    [
        "'1 < 2'",
        "f'{a < b}'",
        "a: Literal[0, 1]",
        "zip(a, b, strict=True)",
        "@dataclass(frozen=True)\nclass A: ...",
    ],
)
def test_texts_types_and_what_no_answer_shows_stay_as_they_are(tmp_path, text):
    assert changed(tmp_path, text) == []


def test_what_a_mutant_makes_of_the_code_is_python_and_differs():
    for mutant in mutate.sample(mutate.ROOT, [], 200, 1):
        source = (mutate.ROOT / mutant.path).read_bytes()
        assert ast.dump(ast.parse(mutant.put_into(source))) != ast.dump(ast.parse(source)), mutant


def test_two_mutants_that_read_the_same_are_told_apart(tmp_path):
    changed(tmp_path, "f(0, 0)\n")
    assert [str(one) for one in mutants_of(tmp_path, MODULE)] == [
        f"{MODULE}: f(0, 0) [0 => 1]", f"{MODULE}: f(0, 0) [0 => 1] #2",
    ]  # fmt: skip


def test_a_seed_draws_the_same_sample_again_and_a_path_narrows_it():
    one, same, other = (mutate.sample(mutate.ROOT, ["metrics/clock.py"], 9, seed) for seed in (5, 5, 6))
    assert one == same != other
    assert {mutant.path for mutant in one} == {"metrics/clock.py"}
    with pytest.raises(SystemExit, match="pages: there is nothing to mutate"):
        mutate.sample(mutate.ROOT, ["pages"], 9, 5)


def test_every_module_is_covered_by_tests_that_exist():
    for pattern in (one for patterns in (*FOLDERS.values(), *NAMED.values()) for one in patterns):
        assert found(mutate.ROOT, [pattern]), pattern
    every = modules(mutate.ROOT)
    assert {*NAMED} <= {*every}
    assert all(wider_tests(mutate.ROOT, module) for module in every)
    assert own_tests(mutate.ROOT, "metrics/clock.py") == ["tests/metrics/test_clock.py"]


# --- A trial --------------------------------------------------------------------------------------
MUTANT = Mutant(MODULE, 1, "a < b", "a < b", "a <= b", 0, 5)


@pytest.fixture
def trials(tmp_path, monkeypatch) -> tuple[trial.Trials, list[int | None], list[tuple[str, str]]]:
    """Trials in a folder, the statuses that their runs will have, and what was run on what text of the module."""
    changed(tmp_path, "a < b")
    (tmp_path / "tests/metrics").mkdir(parents=True)
    (tmp_path / "tests/metrics/test_asked.py").touch()
    statuses: list[int | None] = []
    ran: list[tuple[str, str]] = []

    def run(copy, tests, seconds):
        ran.append((" ".join(tests), (copy / MODULE).read_text()))
        return statuses[len(ran) - 1]

    monkeypatch.setattr(trial, "run", run)
    return trial.Trials(tmp_path, 1), statuses, ran


@pytest.mark.parametrize(
    ("found", "survived"),
    [([0, 0, 0, 0], True), ([0, 1], False), ([0, 0, 0, 1], False), ([0, None], False), ([0, 2], False)],
)
def test_a_mutant_survives_where_neither_its_tests_nor_those_of_its_folder_fail(trials, found, survived):
    tried, statuses, ran = trials
    statuses += found
    assert tried.survives(MUTANT) is survived
    own, folder = "tests/metrics/test_asked.py", "tests/metrics"
    expected = [(own, "a < b"), (own, "a <= b"), (folder, "a < b"), (folder, "a <= b")]
    assert ran == expected[: len(found)]
    assert (tried.copy / MODULE).read_text() == "a < b"


def test_tests_are_run_without_a_mutant_once_and_must_pass(trials):
    tried, statuses, ran = trials
    statuses += [0, 1, 1]
    assert not tried.survives(MUTANT)
    assert not tried.survives(MUTANT)
    assert [text for _tests, text in ran] == ["a < b", "a <= b", "a <= b"]
    tried.limits.clear()
    statuses.append(1)
    with pytest.raises(SystemExit, match="fails without any mutant"):
        tried.survives(MUTANT)


def test_a_copy_holds_the_checkout_and_what_is_done_to_it_stays_there():
    with trial.copy_of(mutate.ROOT) as copy:
        module = copy / "metrics/clock.py"
        assert module.read_bytes() == (mutate.ROOT / "metrics/clock.py").read_bytes()
        module.write_bytes(b"")
    assert (mutate.ROOT / "metrics/clock.py").read_bytes()
    assert not copy.exists()


# --- Survivors ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("reasons", "status"), [("", 1), (f"{MUTANT}\n    Both are the same.\n", 0)])
def test_a_survivor_without_a_reason_fails_the_run(tmp_path, monkeypatch, capsys, reasons, status):
    (tmp_path / "survivors.txt").write_text(reasons)
    monkeypatch.setattr(mutate, "FILE", tmp_path / "survivors.txt")
    monkeypatch.setattr(mutate, "sample", lambda *_: [MUTANT, MUTANT])
    monkeypatch.setattr(mutate, "tried", lambda *_: iter([(MUTANT, True), (MUTANT, False)]))
    monkeypatch.setattr("sys.argv", ["mutate"])
    assert mutate.main() == status
    told = capsys.readouterr().out
    assert f"{MODULE}:1" in told
    assert ("NO REASON" in told) is bool(status)
    assert "1 noticed" in told


@pytest.mark.parametrize(
    "text", ["    a reason first", "a.py: a [b => c]", "a.py: a [b => c]\n  x\na.py: a [b => c]\n  y"]
)
def test_a_list_that_gives_no_reason_or_names_one_twice_is_refused(text):
    with pytest.raises(BadList):
        accepted(text)


def test_every_accepted_survivor_is_a_mutant_of_the_code_of_today():
    for named in accepted(FILE.read_text(encoding="utf-8")):
        path = named.split(":")[0]
        assert named in {str(mutant) for mutant in mutants_of(mutate.ROOT, path)}, named
