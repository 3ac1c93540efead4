# SPDX-License-Identifier: GPL-3.0-or-later
"""Which removals reach one another: the components of a small directed graph."""

from collections.abc import Mapping

from protectnet.log.causality import each_of


def components(edges: Mapping[int, int]) -> list[int]:
    """The strongly connected components, as sets of bits, each after those from which it is reached.

    ``edges`` gives for every node the set of those to which an edge goes. The graphs are small:
    removals of others that stand beside one another.
    """
    reached = {each: _reached(each, edges) for each in edges}
    found: list[int] = []
    done = 0
    for each in sorted(edges, key=lambda node: (-(reached[node] | 1 << node).bit_count(), node)):
        if done >> each & 1:
            continue
        ring = 1 << each
        for other in each_of(reached[each]):
            if reached[other] >> each & 1:
                ring |= 1 << other
        found.append(ring)
        done |= ring
    return found


def _reached(start: int, edges: Mapping[int, int]) -> int:
    """All that is reached from a node by one edge or more."""
    found, left = 0, edges[start]
    while left:
        found |= left
        after = 0
        for each in each_of(left):
            after |= edges[each]
        left = after & ~found
    return found
