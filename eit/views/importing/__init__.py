"""What the import says on a page: the grid of a preview, its questions and the answers that were given."""
