-- Question: which identifiers do the synergies and companies of a programme have, and which term of its own has a type?
-- Rows: one; `highest` is the largest number in use after the prefix, over all programmes.
WITH prefix AS (
    SELECT coalesce(
        (SELECT regexp_extract(min(synergy_id), '^(.*)-s[0-9]+$', 1) FROM synergy WHERE programme_id = $programme_id AND regexp_matches(synergy_id, '-s[0-9]+$')),
        (SELECT regexp_extract(min(company_id), '^([^-]+)-', 1) FROM company WHERE programme_id = $programme_id AND contains(company_id, '-')),
        $programme_id) AS prefix
)
SELECT prefix, coalesce((SELECT max(regexp_extract(synergy_id, '-s([0-9]+)$', 1)::INTEGER) FROM synergy WHERE starts_with(synergy_id, prefix || '-s') AND regexp_matches(synergy_id, '-s[0-9]+$')), 0) AS highest,
    (SELECT min_by(term_id, rank) FROM vocabulary WHERE programme_id = $programme_id AND list = 'synergy_type' AND list_contains(string_split(coalesce(maps_to, ''), '|'), $type)) AS term_id,
    (SELECT count(*) FROM programme WHERE programme_id = $programme_id) AS programmes
FROM prefix;
