# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample as one vault that holds all of it, and as one that holds a single community."""

import pytest

from tests.sample.reading import FILES, Network, network


@pytest.fixture(scope="module", params=[0, 25, 400], ids=lambda days: f"{days}-days-later")
def sample(request: pytest.FixtureRequest) -> Network:
    """All four communities, loaded on the sample's own day and later."""
    return network(request.param)


@pytest.fixture(scope="module", params=FILES)
def community(request: pytest.FixtureRequest) -> Network:
    """Each community by itself, on the sample's own day."""
    return network(0, [request.param])
