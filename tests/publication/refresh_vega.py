"""Bundle the drawing library out of the locked converter: pages carry it, and charts are drawn by it.

`python tests/publication/refresh_vega.py` writes `vega.js.gz` beside the templates. It is needed
when the lock brings another vl-convert; a test compares what is kept with what would be bundled.
With the package `zopfli` installed the file comes out about four per cent smaller.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from helpers.publication.layer import BUNDLE, LICENCES
from helpers.publication.svg_process import VEGA_LITE

# The converter itself says only `6.4`; where the lock brings another, bundling fails by this name.
LITE = "vega-lite@6.4.1"
# `vegaEmbed` is what a page calls; the parts are for drawing without a page.
SNIPPET = """
import * as parts from "{place}vega@{vega}/+esm";
import {{ compile }} from "{place}{lite}/+esm";
window.careWorkbooksDraw = vegaEmbed;
window.careWorkbooksParts = {{ ...parts, compile }};
"""


def bundle() -> str:
    """The library as a script of its own scope, its licences before it."""
    import vl_convert

    # Its modules are named as by the addresses of a page that is not bundled; none is fetched.
    page = vl_convert.vegalite_to_html({"mark": "bar"}, vl_version=VEGA_LITE, bundle=False)
    place = re.search(r'src="(https:[^"]+/)vega@', page)[1]
    snippet = SNIPPET.format(place=place, vega=vl_convert.get_vega_version(), lite=LITE)
    script = vl_convert.javascript_bundle(snippet, vl_version=VEGA_LITE)
    return f"/*\n{LICENCES.read_text('utf-8')}*/\n(() => {{{script}}})();\n"


def kept() -> str:
    """The library as pages carry it."""
    return gzip.decompress(BUNDLE.read_bytes()).decode()


def main() -> None:
    """Bundle, pack and keep."""
    content = bundle().encode()
    try:
        from zopfli.gzip import compress
    except ImportError:
        packed = gzip.compress(content, 9, mtime=0)
    else:
        packed = compress(content, numiterations=15)
    Path(BUNDLE).write_bytes(packed)
    print(f"{BUNDLE.name}: {len(content):,} bytes, packed {len(packed):,}")


if __name__ == "__main__":
    main()
