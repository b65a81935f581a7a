"""Care workbooks: from adult social care extracts to versioned, accessible evidence."""

import sys

__version__ = "0.1.0"

# jsonschema builds a grammar of web addresses at import, over half a second in every process
# that imports nbformat, altair or Great Expectations. It treats a missing rfc3987_syntax as
# "no check of addresses", and nothing here validates addresses by it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
