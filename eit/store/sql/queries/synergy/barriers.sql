-- Question: what stopped synergies and pairs in a programme until $as_of, and of what?
-- Rows: one per synergy that is set aside at that date and per rejected pair, with its reason and material.
WITH last_stage AS (
    SELECT synergy_id, arg_max(stage, (occurred_on, rank)) AS stage, last(reason ORDER BY occurred_on, rank) AS reason
    FROM synergy_event WHERE kind = 'stage' AND occurred_on <= $as_of GROUP BY synergy_id
)
SELECT 'synergy' AS source, synergy_id AS id, coalesce(reason, 'other') AS reason, synergy.type, material.material_id, material.name_fr AS material_fr, material.name_en AS material_en
FROM synergy JOIN last_stage USING (synergy_id) JOIN material USING (material_id)
WHERE synergy.programme_id = $programme_id AND last_stage.stage = 'set-aside'
UNION ALL
SELECT 'pair', rejected_pair.offer_id || '|' || rejected_pair.demand_id, rejected_pair.reason, 'exchange', material.material_id, material.name_fr, material.name_en
FROM rejected_pair JOIN flow ON flow.flow_id = rejected_pair.offer_id JOIN material USING (material_id)
WHERE flow.programme_id = $programme_id AND rejected_pair.rejected_on <= $as_of
ORDER BY source, id;
