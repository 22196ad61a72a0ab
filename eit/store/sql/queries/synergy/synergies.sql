-- Question: what do people work on in a programme at the date $as_of, who takes part, and what was last confirmed?
-- Rows: one per synergy that had begun; quantities per year in `unit`, mass in t/yr; positions of the giver and the taker.
-- A party that left still stands for its side when nobody replaced it: a figure does not change silently, the board says so.
WITH event AS (SELECT * FROM synergy_event WHERE occurred_on <= $as_of),
stage AS (
    SELECT
        synergy_id, arg_max(stage, (occurred_on, rank)) AS stage, max(occurred_on) AS stage_on,
        last(reason ORDER BY occurred_on, rank) AS reason
    FROM event WHERE kind = 'stage' GROUP BY synergy_id
),
confirmation AS (
    SELECT
        synergy_id, kind, occurred_on, rank, quantity_per_year, coalesce(for_year, year(occurred_on)) AS for_year,
        CASE WHEN for_year IS NULL THEN occurred_on ELSE least(occurred_on, make_date(for_year, 12, 31)) END AS confirmed_on
    FROM event WHERE kind = 'reconfirmation' OR stage IN ('realised', 'verified')
),
confirmed AS (
    SELECT
        synergy_id, max(confirmed_on) AS confirmed_on, max(for_year) AS confirmed_year,
        last(quantity_per_year ORDER BY for_year, kind = 'reconfirmation', occurred_on, rank) AS confirmed_quantity
    FROM confirmation GROUP BY synergy_id
),
party AS (SELECT *, coalesce(left_on <= $as_of, false) AS gone FROM synergy_party),
side AS (
    SELECT
        synergy_id, arg_min(company_id, (gone, company_id)) FILTER (role = 'giver') AS giver_id, arg_min(company_id, (gone, company_id)) FILTER (role = 'taker') AS taker_id,
        coalesce(bool_and(gone) FILTER (role = 'giver'), false) OR coalesce(bool_and(gone) FILTER (role = 'taker'), false) AS party_left
    FROM party GROUP BY synergy_id
)
SELECT
    synergy.synergy_id, synergy.title_fr, synergy.title_en, synergy.type, synergy.term_id,
    coalesce(vocabulary.name_fr, synergy.term_id) AS term_fr, coalesce(vocabulary.name_en, synergy.term_id) AS term_en,
    stage.stage, stage.stage_on, CASE WHEN stage.stage = 'set-aside' THEN stage.reason END AS reason,
    confirmed.confirmed_on, confirmed.confirmed_year,
    material.category_id, material.kind, material.material_id, material.name_fr AS material_fr, material.name_en AS material_en,
    coalesce(confirmed.confirmed_quantity, synergy.quantity_per_year) AS quantity_per_year, synergy.unit,
    CASE WHEN synergy.unit = 't' THEN coalesce(confirmed.confirmed_quantity, synergy.quantity_per_year) END AS mass_t_per_year,
    synergy.quantity_per_year AS declared_per_year, synergy.share_refused, synergy.former_destination,
    synergy.previous_distance_km, synergy.attribution_share, synergy.lead, synergy.next_step_fr, synergy.next_step_en, synergy.next_step_due, synergy.tags,
    synergy.confidence, synergy.investment, synergy.cost_per_year, synergy.saving_per_year, synergy.jobs, synergy.origin,
    synergy.offer_flow_id, synergy.demand_flow_id, 
    CASE WHEN offer.unit = synergy.unit THEN offer.quantity_per_year END AS offer_quantity, CASE WHEN demand.unit = synergy.unit THEN demand.quantity_per_year END AS demand_quantity,
    coalesce(offer.quality, 'declared') AS quality, offer.disposal_cost_per_t,
    CASE WHEN compatibility.basis = 'substitution' AND coalesce(library.ghg_route, 'same') <> 'same' THEN nullif(library.ghg_route, 'unknown') ELSE material.ghg_route END AS ghg_route,
    demand.material_id AS demand_material_id, programme.circuity,
    giver.company_id AS giver_company_id, giver.name AS giver, taker.company_id AS taker_company_id, taker.name AS taker,
    coalesce(side.party_left, false) AS party_left,
    giver.latitude AS offer_latitude, giver.longitude AS offer_longitude, taker.latitude AS demand_latitude, taker.longitude AS demand_longitude
FROM synergy
JOIN programme USING (programme_id)
JOIN stage USING (synergy_id)
JOIN material USING (material_id)
LEFT JOIN confirmed USING (synergy_id)
LEFT JOIN side USING (synergy_id)
LEFT JOIN vocabulary ON vocabulary.programme_id = synergy.programme_id AND vocabulary.list = 'synergy_type' AND vocabulary.term_id = synergy.term_id
LEFT JOIN flow AS offer ON offer.flow_id = synergy.offer_flow_id
LEFT JOIN flow AS demand ON demand.flow_id = synergy.demand_flow_id
LEFT JOIN compatibility ON compatibility.offer_material_id = synergy.material_id AND compatibility.demand_material_id = demand.material_id
LEFT JOIN known_synergy AS library ON library.library_row = compatibility.library_row
LEFT JOIN company AS giver ON giver.company_id = side.giver_id
LEFT JOIN company AS taker ON taker.company_id = side.taker_id
WHERE synergy.programme_id = $programme_id
ORDER BY synergy.synergy_id;
