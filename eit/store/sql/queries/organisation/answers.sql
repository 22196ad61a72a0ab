-- Question: what was answered about files of one kind, for which source (empty: for all), the oldest first?
-- Rows: one per answer of the programme; an answer that holds for all sources holds for every kind.
SELECT source_key, topic, subject, asked, value, author, answered_on FROM answer
WHERE programme_id = $programme_id AND (kind = $kind OR source_key = '')
ORDER BY source_key <> '', answered_on, topic, subject, asked;
