# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for what can be wrong with bundles, cards, circles and what is inside them."""

from protectnet.app.bundle_files import UnknownSender
from protectnet.app.circles import (
    AlreadyInCircle,
    AmbiguousCircle,
    CircleClosed,
    CircleNameTaken,
    MayNotAdd,
    MayNotWrite,
    NoLongerInCircle,
    UnknownCircle,
)
from protectnet.app.devices import AmbiguousDevice, OwnCard, UnknownDevice, WordsDiffer
from protectnet.app.erasing import MayNotErase
from protectnet.app.explanations.words import Table, Words
from protectnet.app.giving import LimitTooSmall, NothingMayGo, NotInCircle
from protectnet.app.proven_file import WrittenDiffers
from protectnet.bundle import card
from protectnet.bundle import errors as bundle
from protectnet.domain.marking import N_
from protectnet.log import errors as log
from protectnet.store import errors as store

_NOTHING_TAKEN = N_("Nothing was taken in; your records are as they were.")
_NOT_TRUSTED = N_("The device was not trusted.")
_ASK_AGAIN = N_("Ask the sender for a new bundle.")
_DEFECT = N_("This is a defect of the program. Please tell us its name.")

BUNDLE_WORDS: Table = {
    bundle.NotABundle: Words(
        N_("This file is no bundle, or only the rest of one."),
        N_("Choose a file that ends in .age, copied as a whole."),
        _NOTHING_TAKEN,
    ),
    bundle.NotForThisDevice: Words(
        N_("This bundle is not for this device, or for a key it no longer has."),
        N_("Ask the sender for a new one, made for this device."),
        _NOTHING_TAKEN,
    ),
    bundle.BundleDamaged: Words(
        N_("This bundle is damaged or was altered (check {check})."),
        N_("Copy it again from the stick. If it stays so, ask the sender for a new bundle."),
        _NOTHING_TAKEN,
    ),
    bundle.BundleTooNew: Words(
        N_("A newer program made this bundle: form {found}, this program knows {known}."),
        N_("Take it in with the newer program."),
        _NOTHING_TAKEN,
    ),
    bundle.WrappedAnew: Words(
        N_("This bundle was made for other devices, and somebody packed it anew for this one."),
        N_("Do not use it. Ask the sender for one made for this device, and tell them of it."),
        _NOTHING_TAKEN,
    ),
    bundle.BundleChanged: Words(
        N_("This is no longer the bundle that was opened before."),
        N_("Look at it again before you take it in."),
        _NOTHING_TAKEN,
    ),
    bundle.ContentChanged: Words(
        N_("What was to go into the bundle changed while it was written."),
        N_("Write it again. If it stays so, look with “check” whether a file is damaged."),
        N_("No whole bundle was written."),
    ),
    UnknownSender: Words(
        N_("The device that made this bundle is not trusted here ({device})."),
        N_("Get its card, compare the six words by voice, trust it, then take the bundle."),
        _NOTHING_TAKEN,
    ),
    bundle.SignatureOfSenderInvalid: Words(
        N_("This bundle is not of the device that it names."),
        N_("Do not use it, and tell the person you have it from."),
        _NOTHING_TAKEN,
    ),
    bundle.BundleTooLarge: Words(
        N_("This bundle is larger than is allowed ({limit}: {allowed})."),
        N_("Ask the sender for smaller ones."),
        _NOTHING_TAKEN,
    ),
    card.NotACard: Words(
        N_("This file is no card of a device, or it was altered (check {check})."),
        N_("Ask for the card again."),
        _NOT_TRUSTED,
    ),
    card.CardTooNew: Words(
        N_("A newer program made this card: form {found}, this program knows {known}."),
        N_("Use the newer program."),
        _NOT_TRUSTED,
    ),
    WrittenDiffers: Words(
        N_("What lies on the stick in {name} is not what was written."),
        N_("Do not use this file. The stick may be breaking: write again to another one."),
    ),
    OwnCard: Words(
        N_("This is the card of this very device."),
        N_("Ask the other person for theirs."),
        _NOT_TRUSTED,
    ),
    WordsDiffer: Words(
        N_("The words you were told are not those of this card."),
        N_(
            "Ask again by voice, slowly. If they stay different, this card is not theirs: do not use it."
        ),
        _NOT_TRUSTED,
    ),
    UnknownDevice: Words(
        N_("No device that is trusted here is called “{given}”."),
        N_("See them with “device list”."),
    ),
    AmbiguousDevice: Words(
        N_("Several trusted devices are called “{given}”: {ids}."),
        N_("Give the beginning of the id instead."),
    ),
    NotInCircle: Words(
        N_("The device {device} is not in the circle {circle}, so nothing of it goes there."),
        N_("Add it first with “circle add”."),
        N_("No bundle was written."),
    ),
    NothingMayGo: Words(
        N_("Nothing of this vault may go to: {devices}."),
        N_("See why with “bundle plan”. To share a circle, add the device with “circle add”."),
        N_("No bundle was written."),
    ),
    LimitTooSmall: Words(
        N_("Not even the smallest bundle fits: {needed} bytes are needed, {allowed} are allowed."),
        N_("Allow more, or give to fewer devices at a time."),
        N_("No bundle was written."),
    ),
    AlreadyInCircle: Words(
        N_("{device} is in the circle {circle} already ({role})."),
        N_("There is nothing to do."),
        N_("Nothing was changed."),
    ),
    CircleNameTaken: Words(
        N_("This vault has a circle {name} already."),
        N_("Choose another name."),
        N_("Nothing was changed."),
    ),
    UnknownCircle: Words(
        N_("This vault has no circle “{given}”."), N_("See them with “circle list”.")
    ),
    AmbiguousCircle: Words(
        N_("Several circles are called “{given}”: {ids}."),
        N_("Give the beginning of the id instead; see them with “circle list”."),
    ),
    MayNotWrite: Words(
        N_("In the circle {circle} this device may read, and not write."),
        N_("Ask a coordinator of the circle."),
        N_("Nothing was saved."),
    ),
    NoLongerInCircle: Words(
        N_("This device does not belong to the circle {circle} any more: it can be read here."),
        N_("Ask a coordinator of the circle, or write in another circle."),
        N_("Nothing was saved."),
    ),
    CircleClosed: Words(
        N_("The circle {circle} was closed, since it goes on as another one."),
        N_("Write in the circle that follows it; see “circle list”."),
        N_("Nothing was saved."),
    ),
    MayNotErase: Words(
        N_(
            "Others wrote in this record too, so only a coordinator of the circle {circle} may erase it."
        ),
        N_("Ask one of them, or delete the record: then nobody sees it any more."),
        N_("Nothing was changed."),
    ),
    MayNotAdd: Words(
        N_("Only a coordinator may add a device to the circle {circle}."),
        N_("Ask one of them."),
        N_("Nothing was changed."),
    ),
}

LOG_WORDS: Table = {
    log.MalformedCbor: Words(
        N_("Signed changes are not written as they have to be (rule {rule})."),
        _ASK_AGAIN,
        _NOTHING_TAKEN,
    ),
    log.MalformedOperation: Words(
        N_("A change that came is not written as it has to be (rule {rule})."),
        _ASK_AGAIN,
        _NOTHING_TAKEN,
    ),
    log.MalformedSegment: Words(
        N_("Signed changes contradict themselves (rule {rule})."), _ASK_AGAIN, _NOTHING_TAKEN
    ),
    log.MalformedVector: Words(
        N_("What a device says of what it holds is not written as it has to be (rule {rule})."),
        _ASK_AGAIN,
        _NOTHING_TAKEN,
    ),
    log.MalformedState: Words(
        N_("The tables of this vault are damaged."),
        N_("Make them anew with “rebuild”."),
        N_("The signed changes are kept apart from them."),
    ),
    log.NotEncodable: Words(N_("A value cannot be written."), _DEFECT, N_("Nothing was saved.")),
    log.OperationTooLarge: Words(
        N_("A single value is too large ({size} bytes; {limit} are allowed)."),
        N_("Shorten the text, or attach it as a file."),
        N_("Nothing was saved."),
    ),
    log.SegmentFull: Words(N_("A stretch of changes is full."), _DEFECT),
    log.SegmentEmpty: Words(N_("A stretch without changes was to be signed."), _DEFECT),
    log.SegmentSealed: Words(N_("A signed stretch of changes was to be changed."), _DEFECT),
    log.ClockOutOfRange: Words(
        N_("A change carries a day that cannot be."),
        N_("Check the date of this device, or ask the sender to check theirs."),
        N_("Nothing was saved."),
    ),
    log.NewerFormat: Words(
        N_("A newer program wrote these changes: form {found}, this program knows {known}."),
        N_("Take them in with the newer program."),
        _NOTHING_TAKEN,
    ),
    log.WrongAuthor: Words(
        N_("Changes name another device than the one that signed them ({device})."),
        N_("Do not use this file, and tell the sender."),
        _NOTHING_TAKEN,
    ),
    log.SignatureInvalid: Words(
        N_("A signature does not fit ({scheme}): something was altered after it was written."),
        N_("Do not use this file. If it is your own vault, put a backup in its place."),
        _NOTHING_TAKEN,
    ),
    log.RootMismatch: Words(
        N_("Changes are not those that were signed (stretch {segment})."),
        N_("Do not use this file. If it is your own vault, put a backup in its place."),
        _NOTHING_TAKEN,
    ),
    log.BrokenChain: Words(
        N_("Signed changes do not follow one another: {reason}."),
        _ASK_AGAIN,
        _NOTHING_TAKEN,
        reasons={
            "log": N_("they are of different logs"),
            "number": N_("their numbers have a gap"),
            "previous": N_("they name another stretch before them"),
            "clock_jump": N_("their count jumps too far"),
            "not_first": N_("their beginning is missing"),
        },
    ),
    log.WrongCircle: Words(
        N_("Changes of another circle lie among these."), _ASK_AGAIN, _NOTHING_TAKEN
    ),
    store.SegmentOutOfOrder: Words(
        N_("Changes that come before these are missing (stretch {number})."),
        _ASK_AGAIN,
        _NOTHING_TAKEN,
    ),
    store.SegmentIncomplete: Words(
        N_("A change is missing from the middle of others (stretch {number})."),
        _ASK_AGAIN,
        _NOTHING_TAKEN,
    ),
    store.NotTakenLast: Words(
        N_("Another bundle was taken after this one."),
        N_("Take the later ones back first, the last one before all others."),
        N_("Nothing was taken back."),
    ),
    store.CannotTakeBack: Words(
        N_(
            "Since this bundle was taken, something was given away or changed on top of it, "
            "so it cannot be made as if it had never come."
        ),
        N_("New changes can still restore what was there before."),
        N_("Nothing was taken back."),
    ),
    store.NoSuchSegment: Words(
        N_("A stretch of signed changes that was asked for is not here ({segment})."), _DEFECT
    ),
    log.CircleNotRooted: Words(
        N_(
            "The beginning of the circle {circle} is missing, so nobody can tell who belongs to it."
        ),
        _ASK_AGAIN,
        _NOTHING_TAKEN,
    ),
    log.NotAMember: Words(
        N_("The device {device} does not belong to the circle {circle}."),
        N_("Ask a coordinator of the circle."),
        _NOTHING_TAKEN,
    ),
}
