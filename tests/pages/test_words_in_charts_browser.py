"""Words of the ledger in drawings and pictures, in a real browser: as they stand there, and whole."""

from pathlib import Path
from xml.etree import ElementTree

from facts.models import LedgerVersion
from projects.models import Project

SIGNS = "A<b>B</b> &lt;5"


def drawn(page, address: str) -> None:
    page.goto(address)
    page.locator(".plot").scroll_into_view_if_needed()
    page.locator(".chart.drawn .main-svg").first.wait_for()


def picture(page, path: Path) -> list[str]:
    """The lines of words in the picture that the page gives."""
    page.get_by_role("tab", name="Download and cite").click()
    with page.expect_download() as download:
        page.get_by_text("Image (SVG)").click()
    download.value.save_as(path)
    return [
        "".join(text.itertext()) for text in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")
    ]


def test_signs_of_markup_in_a_name_are_drawn_as_they_stand(own_database, page, live_server, tmp_path):
    project = Project.objects.get(slug="three-body-computing-constellation")
    project.name = SIGNS
    project.save()
    LedgerVersion.bump()
    drawn(page, f"{live_server}/embed/slippage/?project={project.slug}")
    labels = page.locator(".plot .annotation-text, .plot .ytick text").all_text_contents()
    assert any(SIGNS in label for label in labels), labels
    assert page.locator(".plot tspan[style*=bold]").count() == 0
    lines = picture(page, tmp_path / "picture.svg")
    assert any(SIGNS in line for line in lines)


def test_a_long_title_of_chinese_signs_stays_within_the_picture(page, live_server, tmp_path):
    drawn(page, f"{live_server}/embed/filings/")
    page.locator(".chart h2").evaluate("title => { title.textContent = '轨道计算星座'.repeat(50); }")
    lines = [line for line in picture(page, tmp_path / "picture.svg") if set(line) <= set("轨道计算星座")]
    assert "".join(lines) == "轨道计算星座" * 50
    assert len(lines) > 2
