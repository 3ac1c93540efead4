# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions about justice, people and consent: who says so, whom we call, what we may keep."""

from collections import Counter

from protectnet.domain.record import Record
from protectnet.domain.rules.staleness import past_delete_by
from protectnet.domain.values import CountRange
from tests.sample.reading import FILES, Network, codes, linked

WITHDRAWN = ("Withdr", "Retiró", "A retiré")


def test_threats_when_reported_then_some_have_no_step_and_some_do(sample: Network) -> None:
    reported = [each for each in sample.of("incident") if each.text("reported") == "yes"]
    status = Counter(each.text("investigation_status") for each in reported)
    assert status["reported"] >= 3
    assert {"opened", "active_steps", "stalled", "closed_without_result"} <= status.keys()
    silent = [each for each in sample.of("incident") if each.text("reported") == "no"]
    assert any(each.text("investigation_note") for each in silent)
    assert any(each.text("work_as_motive") == "yes" for each in reported)


def test_call_tree_when_something_happens_then_contacts_have_deputies(sample: Network) -> None:
    alert = [each for each in sample.of("contact") if "alert" in each.codes("uses")]
    assert len(alert) >= len(FILES)
    known = sample.by_id()
    for each in alert:
        assert each.references("deputy")
        assert each.references("deputy") <= known.keys()
    assert any(not each.references("deputy") for each in sample.of("contact"))
    assert "own.tree" in codes(sample.of("measure"), "measure_type")


def test_causes_when_read_then_some_have_an_ask_and_some_have_nothing(sample: Network) -> None:
    worked_on = linked(sample.of("measure"), "causes")
    causes = sample.of("structural_cause")
    assert sum(bool(each.text("ask") and each.references("who_can_change")) for each in causes) >= 4
    assert any(not each.text("ask") and each.id not in worked_on for each in causes)
    assert any(each.text("ask") and each.id in worked_on for each in causes)


def test_perpetrators_when_counted_then_every_class_and_every_certainty_is_there(
    sample: Network,
) -> None:
    known = sample.by_id()
    parts = sample.of("involvement")
    classes = {
        known[actor].text("actor_type").split(".")[0]
        for each in parts
        for actor in each.references("actor")
    }
    assert {"st", "ns", "bz", "unk"} <= classes
    assert {each.text("certainty") for each in parts} == {
        "confirmed",
        "likely",
        "possible",
        "rumour",
    }
    assert {"carried_out", "benefits", "tolerated", "suspected"} <= codes(parts, "degree")
    assert any(each.text("answer") for each in parts)


def test_statements_when_two_speak_of_one_fact_then_they_may_disagree(sample: Network) -> None:
    by_fact: dict[tuple[object, str], list[Record]] = {}
    for each in sample.of("statement"):
        for about in each.references("about"):
            by_fact.setdefault((about, each.text("fact")), []).append(each)
    differing = [
        group for group in by_fact.values() if codes(group, "agreement") == {"agree", "disagree"}
    ]
    assert len(differing) >= len(FILES)
    assert any(each.references("corrects") for each in sample.of("statement"))
    assert "toll" in codes(sample.of("statement"), "fact")


def test_reviews_when_two_speak_of_one_measure_then_they_may_disagree(sample: Network) -> None:
    words: dict[object, set[str]] = {}
    for each in sample.of("measure_review"):
        for measure in each.references("measure"):
            words.setdefault(measure, set()).add(each.text("suitability"))
    assert sum({"suitable", "harmful"} <= each for each in words.values()) >= 2


def test_same_event_when_told_twice_then_the_records_are_linked(sample: Network) -> None:
    assert any(each.references("same_event") for each in sample.of("incident"))
    assert any(each.references("follows") for each in sample.of("incident"))


def test_consent_when_withdrawn_then_each_community_has_one_contact_that_is_to_go(
    community: Network,
) -> None:
    going = [each for each in community.of("contact") if past_delete_by(each, community.today)]
    assert len(going) == 1
    assert going[0].text("consent_note").startswith(WITHDRAWN)


def test_consent_when_missing_then_is_found(sample: Network) -> None:
    assert any(not each.text("consent_note") for each in sample.of("contact"))
    assert "consent" in codes(sample.of("document"), "document_kind")


def test_device_when_lost_then_each_community_told_those_who_stood_in_it(
    community: Network,
) -> None:
    lost = [each for each in community.of("incident") if "digital" in each.codes("impacts")]
    assert len(lost) == 1
    assert lost[0].text("response")


def test_numbers_when_people_are_counted_then_they_are_ranges(sample: Network) -> None:
    counts = [each.get("size") for each in sample.of("collective")]
    sizes = [each for each in counts if isinstance(each, CountRange)]
    assert len(sizes) == len(counts)
    assert all(size.low != size.high for size in sizes)
