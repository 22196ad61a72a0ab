-- Question: how many businesses does each territory of a programme count, by sector and size?
-- Rows: one per territory, sector, size class and year, as imported.
SELECT * FROM business_count WHERE programme_id = $programme_id ORDER BY territory_id, sector_code, year, size_class;
