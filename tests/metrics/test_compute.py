"""Compute in orbit: as stated, converted only where that is legal, never multiplied or added."""

from metrics.compute import H100_INT8_TOPS, compute_in_orbit
from tests.metrics.facts import on, project, spacecraft, stated

LATE = "2026-11-22"


def row(**columns):
    found = compute_in_orbit(on(LATE))
    assert len(found) == 1
    return found[0]


def test_up_to_is_a_ceiling_for_one_spacecraft_and_never_multiplied(empty_ledger):
    plan = project("CN")
    for number in range(12):
        spacecraft(plan, norad_cat_id=60_000 + number)
    stated(plan, 744, "TOPS", qualifier="up_to", precision="unknown")
    found = row()
    assert (found.basis, found.low, found.high) == ("ceiling", 744, 744)  # not 12 x 744 = 8,928
    assert found.h100 is None


def test_operations_of_unknown_precision_stand_apart_and_are_no_boards(empty_ledger):
    plan = project("CN")
    spacecraft(plan)
    stated(plan, 5, "POPS", qualifier="total", precision="unknown")
    found = row()
    assert (found.basis, found.low, found.unit) == ("unknown_precision", 5000, "TOPS")  # 5 x 1,000
    assert found.h100 is None
    assert found.int8_tops is None


def test_int8_operations_convert_to_boards(empty_ledger):
    craft = spacecraft(project())
    stated(craft, 3958, "TOPS", qualifier="nominal", precision="INT8")
    found = row()
    assert (found.basis, found.h100) == ("int8", 2.0)  # 3,958 / 1,979


def test_one_h100_is_one_board_and_other_chips_are_only_counted(empty_ledger):
    craft = spacecraft(project(), compute_hardware="1x NVIDIA H100")
    stated(craft, 1, "GPUs", qualifier="total")
    other = spacecraft(project(), compute_hardware="4x Google TPU v6e")
    stated(other, 4, "TPUs", qualifier="nominal")
    boards = {found.unit: (found.h100, found.int8_tops) for found in compute_in_orbit(on(LATE))}
    assert boards == {"GPUs": (1.0, H100_INT8_TOPS), "TPUs": (None, None)}


def test_a_multiple_of_a_board_is_no_count_of_boards_and_modules_are_not_boards(empty_ledger):
    craft = spacecraft(project(), compute_hardware="As fast as an NVIDIA H100")
    stated(craft, 10, "x H100 inference", qualifier="nominal")
    stated(craft, 40, "modules", qualifier="total")
    found = {row.unit: (row.basis, row.h100, row.int8_tops) for row in compute_in_orbit(on(LATE))}
    assert found == {"x H100 inference": ("compared", None, None), "modules": ("chips", None, None)}


def test_exa_operations_are_scaled(empty_ledger):
    craft = spacecraft(project())
    stated(craft, 1, "EOPS", qualifier="total", precision="unknown")
    assert (row().low, row().unit) == (1e6, "TOPS")


def test_a_unit_that_is_none_of_compute_gives_no_figure(empty_ledger):
    craft = spacecraft(project())
    statement = stated(craft, 5, "POPS", qualifier="total")
    question = on(LATE)
    statement.unit = "kW"
    question.__dict__["stated"] = [statement]
    assert compute_in_orbit(question) == []


def test_promises_disputes_and_what_never_flew_or_is_gone_are_left_out(empty_ledger):
    flown = project()
    spacecraft(flown)
    stated(flown, 10, "POPS", qualifier="target", precision="unknown")
    stated(flown, 1000, "POPS", qualifier="total", precision="unknown", confidence="disputed")
    grounded = project()
    spacecraft(grounded, launched=None, status="planned", identity="none")
    stated(grounded, 3000, "TOPS", qualifier="measured", precision="unknown")
    gone = spacecraft(project(), status="retired", status_on="2025-06-01")
    stated(gone, 1.1, "TFLOPS", qualifier="measured", precision="FP64")
    assert compute_in_orbit(on(LATE)) == []


def test_the_ledger_states_one_h100_and_five_pops_and_adds_nothing(closed):
    rows = compute_in_orbit(closed)
    found = {(r.country, r.basis, r.low, r.unit, r.h100) for r in rows}
    assert ("US", "chips", 1.0, "GPUs", 1.0) in found
    assert ("CN", "unknown_precision", 5000.0, "TOPS", None) in found
    assert ("CN", "ceiling", 744.0, "TOPS", None) in found
    slugs = [fact.slug for row in rows for fact in row.facts]
    assert len(slugs) == len(rows) == len(set(slugs))
