"""Drawings of our own: a few shapes with words, written as SVG or painted as pixels, without a browser."""
