-- Question: what is this territory called, and how many people live there?
-- Rows: one, or none when it does not exist.
SELECT territory_id, kind, name, parent_id, population, population_year FROM territory WHERE territory_id = $territory_id;
