"""The map from frames to layers, legend, tables and flat pictures."""
