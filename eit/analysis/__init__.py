"""One file per answer that a page shows: store and domain in, a result out."""
