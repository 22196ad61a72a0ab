-- Question: is this pair a synergy already?
-- Rows: one per synergy of the pair that was not set aside.
SELECT synergy_id, synergy_stage.stage FROM synergy JOIN synergy_stage USING (synergy_id)
WHERE offer_flow_id = $offer_id AND demand_flow_id = $demand_id AND synergy_stage.stage <> 'set-aside' ORDER BY synergy_id;
