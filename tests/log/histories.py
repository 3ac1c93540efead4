# SPDX-License-Identifier: GPL-3.0-or-later
"""Random histories of one record, and what they come to by the letter of the specification."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from tests.log.samples import RECORD, RISK, name

from protectnet.domain.ids import OpId
from protectnet.domain.record import Existence
from protectnet.log.operation import (
    Operation,
    add,
    delete,
    erase,
    erasure_of,
    remove,
    restore,
    set_,
)
from protectnet.log.shapes import OpKind
from protectnet.log.state import RecordState

History = dict[OpId, Operation]

MOST = 12
FIELDS = (1, 2)
_CLOCKS = st.integers(1, 4)
_VALUES: st.SearchStrategy[Any] = st.sampled_from(["a", "b", None, 7, [1, "c"]])
_NAMES = st.lists(st.integers(0, MOST + 2).map(name), unique=True, max_size=4)
_FIELDS = st.sampled_from(FIELDS)
_RECORDS = st.just(RECORD)
_KINDS = st.just(RISK)

OPERATIONS = st.one_of(
    st.builds(set_, _KINDS, _RECORDS, _FIELDS, _CLOCKS, _VALUES, _NAMES),
    st.builds(add, _KINDS, _RECORDS, _FIELDS, _CLOCKS, st.sampled_from(["a", "b"])),
    st.builds(remove, _KINDS, _RECORDS, _FIELDS, _CLOCKS, _NAMES.filter(bool)),
    st.builds(delete, _KINDS, _RECORDS, _CLOCKS, _NAMES, _NAMES),
    st.builds(restore, _KINDS, _RECORDS, _CLOCKS, _NAMES.filter(bool)),
    st.builds(
        erase,
        _KINDS,
        _RECORDS,
        _CLOCKS,
        st.just("safety"),
        whole=st.just(False),
        erased=_NAMES,
        kept_replaced=_NAMES,
    ),
)
HISTORIES: st.SearchStrategy[History] = st.lists(OPERATIONS, max_size=MOST).map(
    lambda operations: {name(number): each for number, each in enumerate(operations)}
)
"""Operations that replace each other at random, also in circles, and operations never seen."""

WHOLE_ERASE = erase(RISK, RECORD, 3, "safety", whole=True, erased=[])


@st.composite
def grown(draw: st.DrawFn) -> History:
    """A history as devices write one: each operation names what its author saw live."""
    found: History = {}
    for number in range(draw(st.integers(1, MOST))):
        seen = draw(st.sets(st.sampled_from(sorted(found)))) if found else set()
        found[name(number)] = _next(draw, state_of({each: found[each] for each in seen}))
    return found


def _next(draw: st.DrawFn, seen: RecordState) -> Operation:
    clock, field = draw(_CLOCKS), draw(_FIELDS)
    live, acts = seen.live_ops(), seen.heads(0)
    choices = [set_(RISK, RECORD, field, clock, draw(_VALUES), seen.heads(field))]
    choices.append(add(RISK, RECORD, field, clock, draw(st.sampled_from(["a", "b"]))))
    choices.append(delete(RISK, RECORD, clock, live, acts))
    if seen.heads(field):
        choices.append(remove(RISK, RECORD, field, clock, seen.heads(field)))
    if acts:
        choices.append(restore(RISK, RECORD, clock, acts))
    return draw(st.sampled_from(choices))


def state_of(
    history: History, order: Iterable[OpId] | None = None, *, is_append_only: bool = False
) -> RecordState:
    """What a history comes to when its operations arrive in this order."""
    state = RecordState(is_append_only=is_append_only)
    for each in history if order is None else order:
        state.apply(each, history[each])
    return state


def live_by_the_letter(history: History, field: int, *, is_append_only: bool = False) -> set[OpId]:
    """The live operations of a field as section 10 of log-v1 defines them."""
    gone: set[OpId] = set()
    for operation in history.values():
        if operation.kind is OpKind.ERASE:
            gone.update(erasure_of(operation).erased, operation.replaces)
        elif operation.field == field and not (is_append_only and operation.kind is OpKind.SET):
            gone.update(operation.replaces)
    gives = {OpKind.SET, OpKind.ADD, OpKind.DELETE, OpKind.RESTORE}
    return {
        each
        for each, operation in history.items()
        if operation.field == field and operation.kind in gives and each not in gone
    }


def existence_by_the_letter(history: History) -> Existence:
    """Whether the record is there, as section 10 of log-v1 defines it."""
    acts = [history[each] for each in live_by_the_letter(history, 0)]
    live = {each for field in FIELDS for each in live_by_the_letter(history, field)}
    deletes = [act for act in acts if act.kind is OpKind.DELETE]
    if not deletes:
        return Existence.LIVE
    seen: list[Any] = [act.value for act in deletes]
    if len(deletes) == len(acts) and any(live <= set(each) for each in seen):
        return Existence.DELETED
    return Existence.DELETED_BUT_EDITED
