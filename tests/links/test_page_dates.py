"""Days as pages spell them: what is read, and what is not guessed."""

import pytest

from links.page_dates import day_in, day_of_line, days_in_lines


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", "2026-11-20"), ("2026-11-20T23:59:00-08:00", "2026-11-20"), ("20261120", "2026-11-20"),
        ("20261120083000", "2026-11-20"), ("2026-1-5", "2026-01-05"), ("2026/1/5 08:30", "2026-01-05"),
        ("2026.1.5", "2026-01-05"), ("2026. 11. 22.", "2026-11-22"), ("2026年11月22日", "2026-11-22"),
        ("2026 年 11 月 22 日 08:30", "2026-11-22"), ("２０２６年１月５日", "2026-01-05"),
        ("2026년 11월 22일", "2026-11-22"), ("Nov 22, 2026", "2026-11-22"), ("Nov. 22, 2026", "2026-11-22"),
        ("November 22nd, 2026 at 8:30 am ET", "2026-11-22"), ("22 November 2026", "2026-11-22"),
        ("Sun, 22 Nov 2026 08:00:00 GMT", "2026-11-22"), ("22nd of November, 2026", "2026-11-22"),
        ("22-Nov-2026", "2026-11-22"), ("22. November 2026", "2026-11-22"), ("5 mars 2026", "2026-03-05"),
        ("3. März 2026", "2026-03-03"), ("22 de noviembre de 2026", "2026-11-22"),
        ("22 ноября 2026", "2026-11-22"), ("30.11.2026", "2026-11-30"), ("11/20/2026", "2026-11-20"),
        ("20/11/2026", "2026-11-20"), ("05/05/2026", "2026-05-05"), ("2026 Nov 22", "2026-11-22"),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_spelled(text, day):
    assert day_in(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "2026", "Nov 2026", "2026-11", "03/04/2026", "03.04.2026", "2026-02-30", "30 Feb 2026",
        "1800-01-01", "20261399", "31/31/2026", "Nov 32, 2026", "12345678901234", "22 Nov 26", "1.2.3.2026.4",
        "Nov 22, 2026 to Nov 24, 2026", "22-24 November 2026", "Nov 22 – 24, 2026", "Version 2026-11-20-2",
    ],
)  # fmt: skip
def test_what_states_no_single_day_is_not_guessed(text):
    assert day_in(text) == ""


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("By Jane Doe | Nov 22, 2026", "2026-11-22"), ("2026年11月22日 08:30 来源：新华网", "2026-11-22"),
        ("Published: 22 November 2026", "2026-11-22"),
        ("On 3 March 2025 the company announced that its satellites would compute in orbit", ""),
        ("Nov 22, 2026 (updated Nov 25, 2026)", ""), ("no day here", ""),
    ],
)  # fmt: skip
def test_a_line_that_is_little_more_than_a_day_dates_its_story(line, day):
    assert day_of_line(line) == day


def test_lines_that_name_two_days_name_none():
    assert days_in_lines(["By Jane Doe", "Nov 22, 2026", "22 November 2026"]) == "2026-11-22"
    assert days_in_lines(["Nov 22, 2026", "Nov 25, 2026"]) == ""
    assert days_in_lines([]) == ""


@pytest.mark.parametrize(
    "line",
    [
        "The launch is set for December 5, 2026.",
        "The firm was founded on March 3, 2020.",
        "Starts 1 March 2027",
        "Updated: Nov 25, 2026",
        "公司成立于2020年3月3日",
        "更新时间：2026年11月25日",
    ],
)
def test_the_day_of_something_else_is_not_that_of_the_page(line):
    assert day_of_line(line) == ""


def test_of_a_line_that_tells_both_the_day_of_publication_counts():
    assert day_of_line("Published: Nov 22, 2026 | Updated: Nov 25, 2026") == "2026-11-22"
