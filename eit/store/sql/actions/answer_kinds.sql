-- Question: for which kinds of files is this answer remembered?
-- Rows: one per kind.
SELECT kind FROM answer
WHERE programme_id = $programme_id AND source_key = $source_key AND topic = $topic AND subject = $subject AND asked = $asked
ORDER BY kind;
