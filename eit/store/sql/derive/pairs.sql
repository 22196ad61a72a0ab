-- The candidate pairs, in memory beside the version of a data file that is read: they are never in the file, which an edit copies.
-- Every compatible pair up to the largest radius; of a large programme, the best partners by value of each offer. A slider is a
-- WHERE on `candidate`. Flows are numbers, so that a pair takes 24 bytes however long the ids are.
-- basis: hash of all that the pairs of a flow are made of but the compatibilities; when it differs, its pairs are made again.
CREATE OR REPLACE TABLE numbered_flow (number INTEGER NOT NULL, flow_id VARCHAR NOT NULL, programme_id VARCHAR NOT NULL, basis UBIGINT NOT NULL);
CREATE OR REPLACE TABLE flow_pair (
    offer INTEGER NOT NULL, demand INTEGER NOT NULL,
    distance_km DOUBLE NOT NULL CHECK (isfinite(distance_km) AND distance_km >= 0), value DOUBLE NOT NULL CHECK (isfinite(value))
);
-- Programmes of which only the best partners of each offer are held.
CREATE OR REPLACE TABLE best_only_programme (programme_id VARCHAR NOT NULL);
CREATE OR REPLACE VIEW candidate AS
SELECT offer.programme_id, offer.flow_id AS offer_id, demand.flow_id AS demand_id, flow_pair.distance_km, flow_pair.value
FROM flow_pair JOIN numbered_flow AS offer ON offer.number = flow_pair.offer JOIN numbered_flow AS demand ON demand.number = flow_pair.demand;
