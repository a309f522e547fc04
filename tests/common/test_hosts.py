"""Names of hosts that can be taken for other ones."""

import pytest

from common.hosts import misleading, mixes_scripts, readable


@pytest.mark.parametrize(
    "host",
    ["аррӏе.com", "АРРӏЕ.com", "www.spаcenews.com", "ѕрасенеws.org", "münchen.de", "三体а.cn", "gοοgle.com"],
)
def test_a_host_whose_letters_can_be_taken_for_others_is_shown_as_the_network_has_it(host):
    network = host.encode("idna").decode()
    assert network != host
    assert misleading(host) == network
    assert misleading(network) == network


@pytest.mark.parametrize(
    "host",
    [
        "spacenews.com",
        "news.example.org",
        "роскосмос.рф",
        "三体计算.中国",
        "xn--fiqs8s.cn",
        "三体abc.cn",
        "ｓpacenews.com",
        "",
    ],
)
def test_other_hosts_are_what_they_look_like(host):
    assert misleading(host) == ""


def test_a_host_in_the_letters_of_the_network_is_shown_as_a_reader_sees_it():
    assert readable("xn--80ak6aa92e.com") == "аррӏе.com (xn--80ak6aa92e.com)"
    assert readable("spacenews.com") == "spacenews.com"


def test_scripts_that_are_not_written_together_are_told():
    assert mixes_scripts("spаcenews.com".encode("idna").decode())
    assert not mixes_scripts("аррӏе.com")
    assert not mixes_scripts("三体abc.cn")
