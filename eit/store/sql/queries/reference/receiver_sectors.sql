-- Question: which sectors receive an offered material, and what does it replace there?
-- $buyer_*: industries that buy each input, in parallel.
-- Rows: one per offered material, replaced material, classification and code. A range of industries (10-32) names nobody.
WITH receiver AS (
    SELECT offer_material_id, demand_material_id, 'NAF' AS scheme, unnest(string_split(receiver_nace, ';')) AS code FROM known_synergy
    UNION ALL
    SELECT offer_material_id, demand_material_id, 'SCIAN', unnest(string_split(receiver_naics, ';')) FROM known_synergy
    UNION ALL
    SELECT offer_material_id, demand_material_id, buyer.scheme, buyer.code
    FROM (SELECT unnest($buyer_materials) AS material_id, unnest($buyer_schemes) AS scheme, unnest($buyer_codes) AS code) AS buyer
    JOIN known_synergy ON demand_material_id = buyer.material_id
)
SELECT DISTINCT offer_material_id, demand_material_id, scheme, regexp_replace(code, '[^0-9]', '', 'g') AS code
FROM receiver WHERE regexp_matches(code, '^[0-9]{2}[0-9.]*$') ORDER BY ALL;
