-- Gives a programme the words of another one, after its own; a word that it has already stays its own.
-- Rows: one per word that was given.
INSERT INTO vocabulary
SELECT $programme_id, given.list, given.term_id, given.name_fr, given.name_en,
    given.rank + coalesce((SELECT max(held.rank) FROM vocabulary AS held WHERE held.programme_id = $programme_id AND held.list = given.list), 0),
    given.maps_to, given.source, given.year, given.confidence
FROM vocabulary AS given
WHERE given.programme_id = $from_id AND given.name_fr IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM vocabulary AS held
    WHERE held.programme_id = $programme_id AND held.list = given.list
        AND (held.term_id = given.term_id OR lower(held.name_fr) = lower(given.name_fr)))
RETURNING term_id;
