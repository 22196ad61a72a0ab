"""What every small server of ours shares beside the pages: strict headers, a limit to how often, how it listens."""
