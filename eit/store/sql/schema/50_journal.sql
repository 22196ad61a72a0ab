-- What was changed, when and by whom; and what an import was told about the columns of a source.
CREATE TABLE journal (
    entry INTEGER PRIMARY KEY, recorded_at TIMESTAMP NOT NULL, -- UTC
    author VARCHAR NOT NULL, action VARCHAR NOT NULL, programme_id VARCHAR, subject VARCHAR, -- a file name, or the id that was acted upon
    digest VARCHAR, -- SHA-256 of an imported file
    undoes INTEGER, -- the entry that this one takes back
    added INTEGER NOT NULL, changed INTEGER NOT NULL, removed INTEGER NOT NULL
);

CREATE TABLE journal_row (
    entry INTEGER NOT NULL, table_name VARCHAR NOT NULL, row_key VARCHAR NOT NULL,
    before VARCHAR, after VARCHAR, -- JSON; NULL: there was no such row, or there is none any more
    PRIMARY KEY (entry, table_name, row_key), CHECK (before IS NOT NULL OR after IS NOT NULL)
);

CREATE TABLE column_mapping (
    programme_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, source_key VARCHAR NOT NULL, -- the titles of the source, simplified
    title VARCHAR NOT NULL, field VARCHAR, -- NULL: the column is ignored
    used_on DATE NOT NULL, PRIMARY KEY (programme_id, kind, source_key, title)
);
