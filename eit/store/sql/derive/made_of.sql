-- Rows: one, what every pair is made of beside the flows and their companies.
SELECT
    (SELECT (count(*), sum(hash(offer_material_id, demand_material_id, score))) FROM compatibility) AS compatibilities,
    (SELECT (count(*), sum(hash(material_id, reach_km))) FROM material) AS reaches;
