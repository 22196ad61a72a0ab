"""What people do to the data, one file per subject: check, write one version, leave an entry in the journal."""
