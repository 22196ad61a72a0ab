-- Question: how many businesses are there in each territory of a programme, by sector and size?
-- Rows: one per territory, sector and size class; the sources of a cell that has several are joined.
SELECT
    territory_id, sector_scheme, sector_code, any_value(sector_fr) AS sector_fr, any_value(sector_en) AS sector_en, size_class,
    sum(businesses)::INTEGER AS businesses, max(year) AS year, string_agg(DISTINCT source, ' ; ' ORDER BY source) AS source,
    max(confidence) AS confidence
FROM business_count WHERE programme_id = $programme_id AND ($territory_id IS NULL OR territory_id = $territory_id)
GROUP BY territory_id, sector_scheme, sector_code, size_class ORDER BY territory_id, sector_code, size_class;
