-- Question: how much of each flow do the synergies that are under way or realised at $as_of already take?
-- Rows: one per synergy and flow it uses; quantity per year in the unit of the flow, NULL = n.c.
-- A pool or a gap has no flow of its own: its quantity is shared between its parties' flows of the material, by their size.
WITH stage AS (
    SELECT synergy_id, arg_max(stage, (occurred_on, rank)) AS stage
    FROM synergy_event WHERE kind = 'stage' AND occurred_on <= $as_of GROUP BY synergy_id
),
confirmed AS (
    SELECT synergy_id, last(quantity_per_year ORDER BY coalesce(for_year, year(occurred_on)), kind = 'reconfirmation', occurred_on, rank) AS quantity
    FROM synergy_event
    WHERE occurred_on <= $as_of AND (kind = 'reconfirmation' OR stage IN ('realised', 'verified')) GROUP BY synergy_id
),
live AS (
    SELECT synergy.synergy_id, synergy.offer_flow_id, synergy.demand_flow_id, synergy.material_id, synergy.unit, synergy.origin, stage.stage,
        coalesce(confirmed.quantity, synergy.quantity_per_year) AS quantity
    FROM synergy JOIN stage USING (synergy_id) LEFT JOIN confirmed USING (synergy_id)
    WHERE synergy.programme_id = $programme_id AND stage.stage <> 'set-aside'
),
pooled AS (
    SELECT live.synergy_id, flow.flow_id, live.quantity * flow.quantity_per_year / nullif(sum(flow.quantity_per_year) OVER (PARTITION BY live.synergy_id), 0) AS quantity
    FROM live
    JOIN synergy_party AS party ON party.synergy_id = live.synergy_id AND NOT coalesce(party.left_on <= $as_of, false)
    JOIN flow ON flow.company_id = party.company_id AND flow.unit = live.unit
        AND flow.direction = CASE party.role WHEN 'giver' THEN 'offer' ELSE 'demand' END
    JOIN material ON material.material_id = flow.material_id AND live.material_id IN (material.material_id, material.parent_id)
    WHERE live.origin IN ('pool', 'gap') AND live.offer_flow_id IS NULL AND live.demand_flow_id IS NULL
),
taken AS (
    SELECT synergy_id, flow_id, quantity FROM pooled
    UNION ALL
    SELECT live.synergy_id, flow.flow_id, live.quantity
    FROM live, unnest([live.offer_flow_id, live.demand_flow_id]) AS side(flow_id)
    JOIN flow ON flow.flow_id = side.flow_id AND flow.unit = live.unit
)
SELECT synergy_id, live.stage, live.offer_flow_id, live.demand_flow_id, taken.flow_id, taken.quantity
FROM taken JOIN live USING (synergy_id) ORDER BY synergy_id, taken.flow_id;
