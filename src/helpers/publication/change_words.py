"""What differs between two versions, in plain sentences: true, short, and nothing when nothing."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.counted import counted
from helpers.indicators.evidence_digests import KINDS, WHOLE
from helpers.publication.differences import About, DataChange, Differences, PartChange, Said
from helpers.publication.figure_sentences import figure_sentences
from helpers.publication.figure_words import period_words
from helpers.publication.notebook_changes import TEXT

PARTS = {
    "helpers": "The software that computes and sets the page changed{versions}",
    "contracts": "A data contract or the register of indicators changed",
    "strategy": "The register of the strategy’s commitments changed",
    "commentary": "The council’s own comment changed",
    "python": "Python changed from {before} to {after}",
    "lock": "The locked set of packages changed",
}

BESIDE = "; what stands beside them did, such as the figures of other councils"

Sentences = Iterator[str]


def told(found: Differences) -> Differences:
    """Return the record of differences with its sentences."""
    return found.model_copy(update={"summary": _said(found, amounts=True)})


def in_brief(found: Differences) -> tuple[str, ...]:
    """Say what differs without a single value: for the site and its feeds.

    Their pages are built again and again, also after a later edition has suppressed a
    figure that an earlier version showed.
    """
    return tuple(said.sentence for said in _said(found, amounts=False))


def _said(found: Differences, *, amounts: bool) -> tuple[Said, ...]:
    figures = list(figure_sentences(found, amounts=amounts)) if found.compared else []
    others: list[tuple[About, str]] = [
        *(("data", words) for words in _data(found)),
        *(("method", words) for words in _method(found)),
        *(("notebook", words) for words in _notebook(found)),
    ]
    beside = any(change.part == WHOLE for change in found.method) and not found.definitions
    if found.compared and not figures and (others or beside):
        figures = [f"No figure of {found.area.name} changed{BESIDE if beside else ''}"]
    own: list[tuple[About, str]] = [("figures", words) for words in figures]
    return tuple(Said(about=about, sentence=f"{words}.") for about, words in own + others)


def since_words(found: Differences) -> str:
    """Name the earlier version: with its period where that is another."""
    name = f"version {found.old.version}"
    if found.old.period == found.new.period:
        return name
    return f"{name} of {period_words(found.old.period)}"


def _data(found: Differences) -> Sentences:
    if not found.compared:
        shown, now = ("sample data", "published ones")
        if found.new.sample:
            shown, now = now.replace("ones", "figures"), "sample data"
        yield (
            f"V{since_words(found)[1:]} showed {shown}, and this one shows {now}. Sample data are "
            "invented, so no figure is compared"
        )
    for change in found.data:
        yield from _extract(change)


def _extract(change: DataChange) -> Sentences:
    before, after = change.before, change.after
    if after is None:
        yield f"{change.title} is no longer used"
    elif before is None:
        yield f"{change.title} is used for the first time ({after.file_name})"
    elif before.sha256 != after.sha256:
        named = (
            f"another of the same name ({after.file_name})"
            if before.file_name == after.file_name
            else f"{after.file_name} (before: {before.file_name})"
        )
        yield f"The file of {change.title} was replaced by {named}"
    elif before.file_name != after.file_name:
        yield (
            f"The file of {change.title} has another name and the same content: "
            f"{after.file_name} (before: {before.file_name})"
        )


def _method(found: Differences) -> Sentences:
    contracts = [
        f"The contract of {item.title} changed from {item.before.contract} to {item.after.contract}"
        for item in found.data
        if item.before and item.after and item.before.contract != item.after.contract
    ]
    yield from contracts
    for definition in found.definitions:
        when = f" before {period_words(definition.period)}" if definition.period else ""
        was, now = definition.before or "none", definition.after.rstrip(".") or "none"
        yield (
            f"{definition.title} ({definition.indicator}): the {definition.what}{when} changed "
            f"from “{was.rstrip('.')}” to “{now}”"
        )
    for change in found.method:
        if words := _part(change, found, contract_told=bool(contracts)):
            yield words


def _part(change: PartChange, found: Differences, *, contract_told: bool) -> str:
    name = change.part
    if name in {"notebook", WHOLE, *KINDS}:
        # Told by what it brought about: passages, figures.
        return ""
    if name.startswith("parameters."):
        setting = name.removeprefix("parameters.")
        was, now = change.before or "none", change.after or "none"
        return f"The setting {setting} changed from {was} to {now}"
    if name == "contracts":
        if contract_told or found.definitions:
            return ""
        return (
            f"{PARTS[name]}; the contract of this page’s data has the same version as before, and "
            "no definition shown here changed"
        )
    before, after = found.old.product_version, found.new.product_version
    versions = f", from release {before} to {after}" if before != after else ""
    words = PARTS.get(name, f"Something else that the page depends on changed ({name})")
    return words.format(versions=versions, before=change.before, after=change.after)


def _notebook(found: Differences) -> Sentences:
    for change in found.notebook:
        what = "text" if change.kind == TEXT else "code"
        unit = "passage" if change.kind == TEXT else "cell"
        parts = [
            f"{counted(count, unit)} {done}"
            for count, done in (
                (change.reworded, "reworded" if change.kind == TEXT else "changed"),
                (change.added, "added"),
                (change.removed, "taken out"),
            )
            if count
        ]
        where = f" under “{change.heading}”" if change.heading else ""
        yield f"The notebook’s {what} changed{where}: {', '.join(parts)}"
    if not found.notebook and any(change.part == "notebook" for change in found.method):
        yield "The notebook changed in parts that this page does not show"
