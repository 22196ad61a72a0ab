-- Question: which indicators does a programme follow, with every bound that is known or "n.c."?
-- Rows: one per indicator, bound and year.
SELECT indicator.*, territory.name AS territory, indicator_value.bound, nullif(indicator_value.year, '') AS year, indicator_value.value, indicator_value.state
FROM indicator LEFT JOIN indicator_value USING (indicator_id) LEFT JOIN territory USING (territory_id)
WHERE indicator.programme_id = $programme_id
ORDER BY indicator.rank, indicator.indicator_id, indicator_value.year, indicator_value.bound;
