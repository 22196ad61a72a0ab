-- What was changed, when and by whom; and what was answered once to a question.
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

-- An answer given once holds for all like cases: of one source (recognised by its headings), or of the whole programme.
CREATE TABLE answer (
    programme_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, source_key VARCHAR NOT NULL, -- the titles of the source, simplified; empty: every source
    topic VARCHAR NOT NULL CHECK (topic IN ('value', 'column', 'heading', 'constant', 'file', 'identity')),
    subject VARCHAR NOT NULL, asked VARCHAR NOT NULL, -- a column of ours or what of the file, and the text that was asked about
    value VARCHAR NOT NULL, -- empty: it says nothing, or its column is left aside
    author VARCHAR, answered_on DATE NOT NULL, PRIMARY KEY (programme_id, kind, source_key, topic, subject, asked)
);
