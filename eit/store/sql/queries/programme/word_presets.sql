-- Question: whose words may another programme start from?
-- Rows: one per programme that has words, of the file or of the reference; `terms`: how many have a name.
SELECT vocabulary.programme_id, any_value(short_fr) AS short_fr, any_value(short_en) AS short_en, count(*) AS terms
FROM vocabulary LEFT JOIN programme USING (programme_id)
WHERE vocabulary.name_fr IS NOT NULL AND vocabulary.programme_id <> $programme_id
GROUP BY vocabulary.programme_id ORDER BY vocabulary.programme_id;
