-- Question: what was changed in the data, when and by whom?
-- Rows: one per entry, the last first; `undone_by` is the entry that took it back.
SELECT entry.*, (SELECT max(later.entry) FROM journal AS later WHERE later.undoes = entry.entry) AS undone_by
FROM journal AS entry
WHERE $programme_id IS NULL OR entry.programme_id = $programme_id
ORDER BY entry.entry DESC;
