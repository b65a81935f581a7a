"""Bundle the drawing library out of the locked converter, for pages to carry.

`python tests/publication/refresh_vega.py` writes `vega.js.gz` beside the templates. It is needed
when the lock brings another vl-convert; a test compares what is kept with what would be bundled.
With the package `zopfli` installed the file comes out about four per cent smaller.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from helpers.publication.layer import BUNDLE, LICENCES
from helpers.publication.svg_process import VEGA_LITE

SNIPPET = "window.careWorkbooksDraw = vegaEmbed;"


def bundle() -> str:
    """The library as a script of its own scope, its licences before it."""
    import vl_convert

    script = vl_convert.javascript_bundle(SNIPPET, vl_version=VEGA_LITE)
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
