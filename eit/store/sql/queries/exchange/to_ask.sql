-- Question: for each offer, which organisations work in a sector that takes its material, and declared no need that it could meet?
-- Rows: one per offer and organisation, with the best row of the library; chord² in km², NULL = a position unknown.
-- A range of industries (10-32) names nobody; a sector that is known less finely than the library's code is no lead.
-- $territory_id, $material_id (a material or a family), $company_id: NULL = all; $category_ids: empty = all.
-- $buyer_*: industries that buy each input, in parallel. $status_names, $status_scores: what each status is worth;
-- $receiver_fits, $buyer_fits: factors of a code of a division, a group, a class. $read: how a use is known, the best first.
-- uses: how many rows of the library lead from the offer to the organisation.
WITH named AS (
    SELECT library_row, 'NAF' AS scheme, true AS takes, unnest(string_split(receiver_nace, ';')) AS code FROM known_synergy
    UNION ALL SELECT library_row, 'SCIAN', true, unnest(string_split(receiver_naics, ';')) FROM known_synergy
    UNION ALL SELECT library_row, buyer.scheme, false, buyer.code
    FROM (SELECT unnest($buyer_materials) AS material_id, unnest($buyer_schemes) AS scheme, unnest($buyer_codes) AS code) AS buyer
    JOIN known_synergy ON demand_material_id = buyer.material_id
),
coded AS (
    SELECT library_row, scheme, takes, regexp_replace(code, '[^0-9]', '', 'g') AS code FROM named WHERE regexp_matches(code, '^[0-9]{2}[0-9.]*$')
),
receiver AS ( -- each code with what its level is worth: 1 a division, 2 a group, 3 a class
    SELECT library_row, scheme, code, (CASE WHEN takes THEN $receiver_fits ELSE $buyer_fits END)[
        greatest(1, least(3, len(code) - CASE scheme WHEN 'NAF' THEN 1 ELSE 2 END))] AS fit
    FROM coded
),
common AS ( -- what more than half of the members of a family serve: an offer named by its family may too
    SELECT member.parent_id AS family_id, library.demand_material_id
    FROM known_synergy AS library JOIN material AS member ON member.material_id = library.offer_material_id
    JOIN (SELECT parent_id, count(*) AS members FROM material GROUP BY parent_id) AS family ON family.parent_id = member.parent_id
    GROUP BY member.parent_id, library.demand_material_id, family.members
    HAVING 2 * count(DISTINCT member.material_id) > family.members
),
served AS ( -- rows that an offered material may be: its own, those of its family, the common ones of its members, those that it buys
    SELECT material_id, library_row FROM material JOIN known_synergy ON offer_material_id IN (material_id, parent_id)
    UNION SELECT common.family_id, library_row FROM common JOIN known_synergy USING (demand_material_id)
        JOIN material ON material_id = offer_material_id AND parent_id = common.family_id
    UNION SELECT demand_material_id, library_row FROM known_synergy
),
taker AS (
    SELECT receiver.library_row, company.company_id, max(receiver.fit) AS fit
    FROM receiver JOIN company ON company.sector_scheme = receiver.scheme
        AND starts_with(regexp_replace(company.sector_code, '[^0-9]', '', 'g'), receiver.code)
    WHERE company.programme_id = $programme_id GROUP BY ALL
),
offer AS (
    SELECT flow.flow_id, flow.company_id, flow.quantity_per_year, flow.unit, material.material_id, material.parent_id, material.category_id,
        material.name_fr, material.name_en
    FROM flow JOIN material USING (material_id) WHERE flow.programme_id = $programme_id AND flow.direction = 'offer'
)
SELECT
    offer.flow_id AS offer_id, offer.company_id AS offer_company_id, giver.name AS offer_company, taker.company_id, company.name AS company,
    company.sector_scheme, company.sector_code, company.sector_fr, company.sector_en, offer.material_id, offer.name_fr AS material_fr, offer.name_en AS material_en,
    library.demand_material_id AS replaced_material_id, library.use_fr, library.use_en, library.condition_fr, library.condition_en,
    taker.fit * $status_scores[list_position($status_names, library.status)] AS material_score, library.status, library.value_sign, library.max_distance_km, offer.quantity_per_year, offer.unit,
    (giver.x_km - company.x_km) ** 2 + (giver.y_km - company.y_km) ** 2 + (giver.z_km - company.z_km) ** 2 AS chord_squared_km2,
    library.library_id, library.source, library.year AS source_year, library.confidence,
    count(*) OVER (PARTITION BY offer.flow_id, taker.company_id) AS uses
FROM offer
JOIN served USING (material_id)
JOIN taker ON taker.library_row = served.library_row AND taker.company_id <> offer.company_id
JOIN company ON company.company_id = taker.company_id
JOIN company AS giver ON giver.company_id = offer.company_id
JOIN known_synergy AS library ON library.library_row = taker.library_row
WHERE NOT EXISTS (
        SELECT 1 FROM flow AS need
        JOIN compatibility ON compatibility.demand_material_id = need.material_id AND compatibility.offer_material_id = offer.material_id
        WHERE need.company_id = taker.company_id AND need.direction = 'demand'
    )
    AND (len($category_ids) = 0 OR list_contains($category_ids, offer.category_id))
    AND ($material_id IS NULL OR $material_id IN (offer.material_id, offer.parent_id))
    AND ($company_id IS NULL OR $company_id IN (offer.company_id, taker.company_id))
    AND ($territory_id IS NULL OR EXISTS (
        SELECT 1 FROM company_territory WHERE territory_id = $territory_id AND company_territory.company_id IN (offer.company_id, taker.company_id)
    ))
QUALIFY row_number() OVER (PARTITION BY offer.flow_id, taker.company_id ORDER BY material_score DESC, coalesce(list_position($read, library.confidence), 9), library.library_row) = 1
ORDER BY offer_id, company_id;
