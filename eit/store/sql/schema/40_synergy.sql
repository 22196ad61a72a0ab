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
    lead VARCHAR, next_step_fr VARCHAR, next_step_en VARCHAR, next_step_due VARCHAR
);

CREATE TABLE synergy_party (
    synergy_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL, role VARCHAR NOT NULL CHECK (role IN ('giver', 'taker', 'partner')),
    PRIMARY KEY (synergy_id, company_id, role)
);

CREATE TABLE synergy_event (
    event_id VARCHAR PRIMARY KEY, synergy_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL CHECK (stage IN ('identified', 'proposed', 'prefeasibility', 'pilot', 'realised', 'verified', 'set-aside')),
    reason VARCHAR, occurred_on DATE NOT NULL, author VARCHAR, note VARCHAR
);

CREATE VIEW synergy_stage AS
SELECT synergy_id, arg_max(stage, (occurred_on, event_id)) AS stage, max(occurred_on) AS stage_on
FROM synergy_event GROUP BY synergy_id;

CREATE TABLE rejected_pair (
    offer_id VARCHAR NOT NULL, demand_id VARCHAR NOT NULL, reason VARCHAR NOT NULL, rejected_on DATE NOT NULL, note VARCHAR,
    PRIMARY KEY (offer_id, demand_id)
);
