"""An organisation and its flows as people type them: which fields, what each may be, where it stands."""
