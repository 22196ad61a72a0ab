"""A row of a file becomes a company, a flow, a synergy or a count, or says why not."""
