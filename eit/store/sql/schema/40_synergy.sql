-- Files that people attach to an organisation, perhaps as proof of a synergy: their content lies beside the data file, under its SHA-256.
CREATE TABLE attachment (
    attachment_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL, synergy_id VARCHAR,
    name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, size_bytes BIGINT NOT NULL CHECK (size_bytes > 0), added_on DATE NOT NULL, note VARCHAR
);

-- What people work on. Events are only ever added; the current stage is a view on them.
CREATE TABLE synergy (
    synergy_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, title_fr VARCHAR NOT NULL, title_en VARCHAR NOT NULL,
    type VARCHAR NOT NULL CHECK (type IN ('substitution', 'pooling', 'sharing', 'new-activity')), term_id VARCHAR,
    offer_flow_id VARCHAR, demand_flow_id VARCHAR, material_id VARCHAR NOT NULL,
    quantity_typed VARCHAR, unit_typed VARCHAR NOT NULL, quantity_per_year DOUBLE CHECK (isfinite(quantity_per_year) AND quantity_per_year >= 0), unit VARCHAR NOT NULL,
    mass_t_per_year DOUBLE CHECK (isfinite(mass_t_per_year) AND mass_t_per_year >= 0),
    share_refused DOUBLE CHECK (share_refused BETWEEN 0 AND 1), former_destination VARCHAR,
    previous_distance_km DOUBLE CHECK (isfinite(previous_distance_km) AND previous_distance_km >= 0),
    attribution_share DOUBLE CHECK (attribution_share BETWEEN 0 AND 1),
    lead VARCHAR, next_step_fr VARCHAR, next_step_en VARCHAR, next_step_due VARCHAR,
    confidence VARCHAR CHECK (confidence IN ('low', 'medium', 'high')),
    investment DOUBLE CHECK (isfinite(investment) AND investment >= 0), -- money in the currency of the programme
    cost_per_year DOUBLE CHECK (isfinite(cost_per_year) AND cost_per_year >= 0),
    saving_per_year DOUBLE CHECK (isfinite(saving_per_year)), -- signed: a loss shows as a loss
    jobs DOUBLE CHECK (isfinite(jobs) AND jobs >= 0),
    origin VARCHAR NOT NULL DEFAULT 'entered' CHECK (origin IN ('exchange', 'pool', 'gap', 'meeting', 'entered', 'imported')),
    tags VARCHAR -- words of the coordination's own, parted by commas
);

CREATE TABLE synergy_party (
    synergy_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL, role VARCHAR NOT NULL CHECK (role IN ('giver', 'taker', 'partner')),
    left_on DATE, -- NULL: still takes part
    PRIMARY KEY (synergy_id, company_id, role)
);

CREATE TABLE synergy_event (
    event_id VARCHAR PRIMARY KEY, synergy_id VARCHAR NOT NULL,
    rank INTEGER NOT NULL, -- the order of entry: it decides between two events of one day
    kind VARCHAR NOT NULL DEFAULT 'stage' CHECK (kind IN ('stage', 'reconfirmation', 'note')),
    stage VARCHAR CHECK (stage IN ('identified', 'proposed', 'prefeasibility', 'pilot', 'realised', 'verified', 'set-aside')),
    reason VARCHAR CHECK (reason IN ('price', 'quality', 'volume', 'regulation', 'distance', 'trust', 'other')),
    occurred_on DATE NOT NULL, author VARCHAR, note VARCHAR,
    for_year INTEGER CHECK (for_year BETWEEN 1990 AND 2100), -- a reconfirmation says which year it is about
    quantity_per_year DOUBLE CHECK (isfinite(quantity_per_year) AND quantity_per_year >= 0), -- and what it was, in the unit of the synergy; NULL: as declared
    UNIQUE (synergy_id, rank),
    CHECK ((kind = 'stage') = (stage IS NOT NULL)), CHECK ((kind = 'reconfirmation') = (for_year IS NOT NULL))
);

CREATE VIEW synergy_stage AS
SELECT synergy_id, arg_max(stage, (occurred_on, rank)) AS stage, max(occurred_on) AS stage_on
FROM synergy_event WHERE kind = 'stage' GROUP BY synergy_id;

-- The six axes of readiness: what was answered to the question of a stage. No row: nobody has answered.
CREATE TABLE readiness (
    synergy_id VARCHAR NOT NULL, programme_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL CHECK (stage IN ('identified', 'proposed', 'prefeasibility', 'pilot', 'realised', 'verified')),
    axis VARCHAR NOT NULL CHECK (axis IN ('technical', 'business', 'organisational', 'legal', 'social', 'environmental')),
    state VARCHAR NOT NULL CHECK (state IN ('yes', 'partly', 'no', 'not-concerned')), note VARCHAR,
    answered_on DATE NOT NULL, author VARCHAR, PRIMARY KEY (synergy_id, stage, axis)
);

-- What a verified result rests on, year by year: weighings and documents, who checked them and when. NULL checked_on: not yet.
CREATE TABLE proof (
    proof_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, synergy_id VARCHAR NOT NULL,
    for_year INTEGER NOT NULL CHECK (for_year BETWEEN 1990 AND 2100), document VARCHAR NOT NULL,
    quantity_per_year DOUBLE CHECK (isfinite(quantity_per_year) AND quantity_per_year >= 0), -- what it shows, in the unit of the synergy
    attachment_id VARCHAR, checked_by VARCHAR, checked_on DATE, note VARCHAR
);

CREATE TABLE rejected_pair (
    offer_id VARCHAR NOT NULL, demand_id VARCHAR NOT NULL, reason VARCHAR NOT NULL, rejected_on DATE NOT NULL, note VARCHAR, author VARCHAR,
    facts VARCHAR, -- fingerprint of both flows when it was rejected: when they change it is proposed again; NULL: never
    PRIMARY KEY (offer_id, demand_id)
);

-- What each side of a lead said: a name is told to the other only where both said yes. One row per side, the last word; the journal keeps the others.
CREATE TABLE lead (
    offer_id VARCHAR NOT NULL, demand_id VARCHAR NOT NULL, side VARCHAR NOT NULL CHECK (side IN ('offer', 'demand')),
    programme_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL, -- whose word it is
    word VARCHAR NOT NULL CHECK (word IN ('yes', 'no')), said_on DATE NOT NULL,
    how VARCHAR NOT NULL CHECK (how IN ('form', 'told')), -- by its own form, or told to the coordinator
    PRIMARY KEY (offer_id, demand_id, side)
);

-- What a rejection rests on: one fingerprint per flow of its material, quantity, season, destination, cost and place.
CREATE VIEW flow_facts AS
SELECT flow.flow_id, md5(concat_ws('|', flow.material_id, coalesce(flow.quantity_per_year::VARCHAR, 'n.c.'), flow.unit, flow.months,
    coalesce(flow.former_destination, 'n.c.'), coalesce(flow.disposal_cost_per_t::VARCHAR, 'n.c.'),
    coalesce(company.latitude::VARCHAR, 'n.c.'), coalesce(company.longitude::VARCHAR, 'n.c.'))) AS facts
FROM flow JOIN company USING (company_id);

CREATE VIEW rejection AS
SELECT rejected_pair.offer_id, rejected_pair.demand_id, rejected_pair.reason, rejected_pair.rejected_on, rejected_pair.note,
    offer.facts || ':' || demand.facts AS facts_now,
    rejected_pair.facts IS NULL OR rejected_pair.facts = offer.facts || ':' || demand.facts AS stands
FROM rejected_pair
JOIN flow_facts AS offer ON offer.flow_id = rejected_pair.offer_id
JOIN flow_facts AS demand ON demand.flow_id = rejected_pair.demand_id;
