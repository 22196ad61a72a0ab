-- Question: how much does a programme hold, and how fresh and how sure is it?
-- Rows: exactly one; counts, and quantities per kind in their own units.
SELECT
    (SELECT count(*) FROM company WHERE programme_id = $programme_id) AS companies,
    (SELECT count(*) FROM company WHERE programme_id = $programme_id AND latitude IS NULL) AS unplaced_companies,
    count(*) AS flows, count(DISTINCT company_id) AS companies_with_flows,
    count(*) FILTER (direction = 'offer') AS offers, count(*) FILTER (direction = 'demand') AS demands,
    count(*) FILTER (quantity_per_year IS NULL) AS flows_not_communicated,
    count(*) FILTER (observed_on IS NULL OR observed_on < $stale_before) AS stale_flows,
    count(*) FILTER (quality = 'estimated') AS estimated_flows,
    max(observed_on) AS newest, min(observed_on) AS oldest,
    sum(mass_t_per_year) FILTER (direction = 'offer') AS offer_mass_t_per_year,
    sum(mass_t_per_year) FILTER (direction = 'demand') AS demand_mass_t_per_year
FROM flow WHERE programme_id = $programme_id;
