# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be wrong with log data. The numbered rules stand in docs/spec/log-v1.md.

Those of vectors (V1 to V9) stand in docs/spec/sync-v1.md.
"""

from typing import ClassVar

from protectnet.domain.errors import ProtectNetError


class LogError(ProtectNetError):
    """Base of everything that is wrong with operations, segments and memberships."""

    code = "log"


class Malformed(LogError):
    """Bytes do not follow a rule of the format. Facts: ``rule``, one of ``RULES``."""

    code = "malformed"
    RULES: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, rule: str, **facts: object) -> None:
        if rule not in self.RULES:
            raise ValueError(rule)
        super().__init__(rule=rule, **facts)

    @property
    def rule(self) -> str:
        """The rule that was broken, as docs/spec numbers it."""
        return str(self.facts["rule"])


class MalformedCbor(Malformed):
    """Bytes are no deterministic CBOR as the format allows it. Rules C1 to C10."""

    code = "malformed_cbor"
    RULES = frozenset(f"C{number}" for number in range(1, 11))


class MalformedOperation(Malformed):
    """An operation has a shape that this version knows to be wrong. Rules O1 to O14."""

    code = "malformed_operation"
    RULES = frozenset(f"O{number}" for number in range(1, 15))


class MalformedSegment(Malformed):
    """A segment has a wrong shape, or contradicts its own header. Rules S1 to S20."""

    code = "malformed_segment"
    RULES = frozenset(f"S{number}" for number in range(1, 21))


class MalformedVector(Malformed):
    """A vector has a wrong shape. Rules V1 to V9 of docs/spec/sync-v1.md."""

    code = "malformed_vector"
    RULES = frozenset(f"V{number}" for number in range(1, 10))


class MalformedState(LogError):
    """The stored merged state of a record is damaged or from another version."""

    code = "malformed_state"


class NotEncodable(LogError):
    """A value cannot be written. Facts: ``type``; a defect of the caller."""

    code = "not_encodable"


class OperationTooLarge(LogError):
    """A change is larger than one operation may be. Facts: ``size``, ``limit`` in bytes."""

    code = "operation_too_large"


class SegmentFull(LogError):
    """The open segment has no room for one more operation: seal it and open the next."""

    code = "segment_full"


class SegmentEmpty(LogError):
    """A segment without operations is never sealed."""

    code = "segment_empty"


class SegmentSealed(LogError):
    """The segment was sealed; nothing is added to it and it is not sealed twice."""

    code = "segment_sealed"


class ClockOutOfRange(LogError):
    """A clock left its bounds. Facts: ``clock``."""

    code = "clock_out_of_range"


class NewerFormat(LogError):
    """A segment has a version this program does not know. Facts: ``found``, ``known``."""

    code = "newer_log_format"


class WrongAuthor(LogError):
    """The keys given are not those of the device that a segment names. Facts: ``device``."""

    code = "wrong_author"


class SignatureInvalid(LogError):
    """A signature does not fit. Facts: ``scheme``, ``ed25519`` or ``ml_dsa_65``."""

    code = "signature_invalid"


class RootMismatch(LogError):
    """The operations are not those that were signed. Facts: ``segment``, its hash in hex."""

    code = "root_mismatch"


class BrokenChain(LogError):
    """A segment does not follow the one before it. Facts: ``reason``, one of ``REASONS``."""

    code = "broken_chain"
    REASONS: ClassVar[frozenset[str]] = frozenset(
        {"log", "number", "previous", "clock_jump", "not_first"}
    )

    def __init__(self, reason: str) -> None:
        if reason not in self.REASONS:
            raise ValueError(reason)
        super().__init__(reason=reason)


class WrongCircle(LogError):
    """A segment belongs to another circle. Facts: ``expected``, ``found`` as hex."""

    code = "wrong_circle"


class CircleNotRooted(LogError):
    """No founding operation of this circle is among its membership segments. Facts: ``circle``."""

    code = "circle_not_rooted"


class NotAMember(LogError):
    """A device does not belong to the circle. Facts: ``circle``, ``device`` as hex."""

    code = "not_a_member"
