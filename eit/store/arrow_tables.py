"""An answer of DuckDB as a table of pandas, without a Python object for each text."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

NULLABLE = {
    **{f"int{bits}": pd.array([], dtype=f"Int{bits}").dtype for bits in (8, 16, 32, 64)},
    **{f"uint{bits}": pd.array([], dtype=f"UInt{bits}").dtype for bits in (8, 16, 32, 64)},
    "bool": pd.BooleanDtype(),
}
"""What holds whole numbers and truth values of which some are missing, by their name in Arrow."""


def as_table(found: pa.Table) -> pd.DataFrame:
    """An answer as DuckDB's own `df` gives it; its texts go from Arrow to Arrow, without a Python object for each."""
    frame = found.to_pandas(date_as_object=False, coerce_temporal_nanoseconds=False)
    for name, column in zip(found.column_names, found.columns, strict=True):
        kind = column.type
        if pa.types.is_date(kind):
            frame[name] = frame[name].astype("datetime64[us]")
        elif pa.types.is_decimal(kind):
            frame[name] = frame[name].astype(float)
        elif column.null_count and (pa.types.is_integer(kind) or pa.types.is_boolean(kind)):
            frame[name] = NULLABLE[str(kind)].__from_arrow__(column)
    return frame
