-- Must return no row: a programme of a jurisdiction that the table does not have.
SELECT programme_id AS id, jurisdiction FROM programme
WHERE jurisdiction NOT IN (SELECT jurisdiction_id FROM jurisdiction);
