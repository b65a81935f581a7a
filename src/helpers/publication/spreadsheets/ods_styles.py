"""The look of an ODS workbook: the same fonts, sizes and lines as gptables gives to an XLSX."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.publication.spreadsheets.model import Side

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
        ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
        ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        ("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
        ("number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
        ("config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
        ("meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
        ("xlink", "http://www.w3.org/1999/xlink"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
    )
)

PIXELS_AN_INCH, POINTS_AN_INCH = 96, 72

_FONT = (
    'style:font-name="Arial" fo:font-family="Arial" style:font-family-generic="swiss" '
    'fo:font-size="12pt"'
)


def _page(name: str, orientation: str, width: str, height: str) -> str:
    """Layout of printed pages, every sheet as wide as one page."""
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties '
        f'fo:page-width="{width}" fo:page-height="{height}" '
        f'style:print-orientation="{orientation}" fo:margin="0.7in" '
        'style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout>'
    )


STYLES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-styles {NAMESPACES} office:version="1.3"><office:font-face-decls>'
    '<style:font-face style:name="Arial" fo:font-family="Arial" '
    'style:font-family-generic="swiss"/></office:font-face-decls><office:styles>'
    '<style:default-style style:family="table-cell"><style:text-properties '
    f'{_FONT} fo:language="en" fo:country="GB"/></style:default-style>'
    '<style:style style:name="Default" style:family="table-cell"/>'
    '<style:style style:name="Heading_20_1" style:display-name="Heading 1" '
    'style:family="table-cell" style:parent-style-name="Default">'
    '<style:text-properties fo:font-size="16pt" fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Heading_20_2" style:display-name="Heading 2" '
    'style:family="table-cell" style:parent-style-name="Default">'
    '<style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>'
    "</office:styles><office:automatic-styles>"
    f"{_page('wide', 'landscape', '11.693in', '8.268in')}"
    f"{_page('upright', 'portrait', '8.268in', '11.693in')}"
    "</office:automatic-styles><office:master-styles>"
    '<style:master-page style:name="Default" style:page-layout-name="wide"/>'
    '<style:master-page style:name="Cover" style:page-layout-name="upright"/>'
    "</office:master-styles></office:document-styles>"
)

SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-settings {NAMESPACES} office:version="1.3"><office:settings>'
    '<config:config-item-set config:name="ooo:view-settings">'
    '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
    '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
    '<config:config-item-map-named config:name="Tables">'
    "<config:config-item-map-entry config:name={cover}>"
    '<config:config-item config:name="ShowGrid" config:type="boolean">false</config:config-item>'
    "</config:config-item-map-entry></config:config-item-map-named>"
    "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
    "</office:settings></office:document-settings>"
)

_TOP = 'style:vertical-align="top"'
_WRAP = f'fo:wrap-option="wrap" {_TOP}'
_RULE = 'fo:border-bottom="0.75pt solid #000000"'
_BOLD = 'fo:font-weight="bold"'
_LINKED = (
    'fo:color="#0000ff" style:text-underline-style="solid" style:text-underline-width="auto" '
    'style:text-underline-color="font-color"'
)
_SIDES = {
    Side.LEFT: ("start", ""),
    Side.APART: ("start", ' fo:padding="0.014in" fo:padding-left="0.11in"'),
    Side.RIGHT: ("end", ""),
}
_LINES = (
    ("title", "Heading_20_1", ""),
    ("titlewrapped", "Heading_20_1", _WRAP),
    ("heading", "Heading_20_2", ""),
    ("headingwrapped", "Heading_20_2", 'fo:wrap-option="wrap"'),
    ("line", "Default", ""),
    ("linewrapped", "Default", _WRAP),
)


def column_style(width: int) -> str:
    """Style of a column by its width in pixels."""
    return (
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width / PIXELS_AN_INCH:.4f}in"/>'
        "</style:style>"
    )


def row_style_name(height: float | None) -> str:
    """Name of the style of a row by its height in points; None lets the program choose."""
    return "row" if height is None else f"h{height * 10:.0f}"


def row_style(height: float) -> str:
    """Style of a row by its height in points."""
    return (
        f'<style:style style:name="{row_style_name(height)}" style:family="table-row">'
        f'<style:table-row-properties style:row-height="{height / POINTS_AN_INCH:.4f}in" '
        'style:use-optimal-row-height="false"/></style:style>'
    )


def number_style_name(decimals: int | None, grouped: bool) -> str:
    """Name of the style of a number."""
    return "number" if decimals is None else f"number{decimals}{'grouped' if grouped else ''}"


def cell_styles(kinds: Iterable[tuple[int | None, bool]]) -> str:
    """Styles of rows, sheets and cells, with one for each kind of number in the workbook.

    Parameters
    ----------
    kinds : iterable of (decimals, whether thousands are set apart)
    """
    told = [
        '<style:style style:name="row" style:family="table-row"><style:table-row-properties '
        'style:use-optimal-row-height="true"/></style:style>',
        *(
            f'<style:style style:name="{name}" style:family="table" '
            f'style:master-page-name="{page}"><style:table-properties table:display="true"/>'
            "</style:style>"
            for name, page in (("sheet", "Default"), ("cover", "Cover"))
        ),
        '<number:text-style style:name="as-text"><number:text-content/></number:text-style>',
        *(_style(name, look, parent=parent) for name, parent, look in _LINES),
    ]
    for side, (aligned, apart) in _SIDES.items():
        look = f"{_WRAP}{apart}"
        told += [
            _style(f"head{side}", f"{look} {_RULE}", aligned, _BOLD),
            _style(side, look, aligned),
            _style(f"{side}only", look, aligned, form="as-text"),
        ]
    told.append(_style("link", _WRAP, _SIDES[Side.LEFT][0], _LINKED))
    for decimals, grouped in kinds:
        name = number_style_name(decimals, grouped)
        form = ""
        if decimals is not None:
            form = f"{name}-format"
            told.append(
                f'<number:number-style style:name="{form}"><number:number '
                f'number:decimal-places="{decimals}" number:min-decimal-places="{decimals}" '
                f'number:min-integer-digits="1" number:grouping="{str(grouped).lower()}"/>'
                "</number:number-style>"
            )
        told.append(_style(name, _TOP, _SIDES[Side.RIGHT][0], form=form))
    return "".join(told)


def _style(
    name: str,
    look: str,
    aligned: str = "",
    words: str = "",
    *,
    parent: str = "Default",
    form: str = "",
) -> str:
    """Style of a cell: its wrapping and lines, its side, its letters, its format."""
    data = f' style:data-style-name="{form}"' if form else ""
    cells = f"<style:table-cell-properties {look}/>" if look else ""
    paragraph = f'<style:paragraph-properties fo:text-align="{aligned}"/>' if aligned else ""
    letters = f"<style:text-properties {words}/>" if words else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="{parent}"{data}>{cells}{paragraph}{letters}</style:style>'
    )
