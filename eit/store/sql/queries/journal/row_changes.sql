-- Question: how was one row changed since it came?
-- Rows: one per change, the first first; before and after as JSON.
SELECT journal.author, journal.recorded_at, journal_row.before, journal_row.after
FROM journal_row JOIN journal USING (entry)
WHERE table_name = $table_name AND row_key = $row_key AND before IS NOT NULL AND after IS NOT NULL ORDER BY entry;
