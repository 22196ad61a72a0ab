-- Companies and their flows. Quantities are converted once, at import; what was typed stays beside what was understood.
CREATE TABLE company (
    company_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, group_id VARCHAR NOT NULL, name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('company', 'sorting-centre', 'drop-off', 'landfill', 'treatment', 'farm', 'institution')),
    sector_scheme VARCHAR NOT NULL CHECK (sector_scheme IN ('SCIAN', 'NAF')), sector_code VARCHAR NOT NULL, sector_fr VARCHAR NOT NULL, sector_en VARCHAR NOT NULL,
    employees INTEGER CHECK (employees >= 0), municipality_id VARCHAR NOT NULL, park_id VARCHAR,
    latitude DOUBLE CHECK (latitude BETWEEN -90 AND 90), longitude DOUBLE CHECK (longitude BETWEEN -180 AND 180),
    position_quality VARCHAR NOT NULL CHECK (position_quality IN ('site', 'street', 'municipality', 'none')),
    x_km DOUBLE CHECK (isfinite(x_km)), y_km DOUBLE CHECK (isfinite(y_km)), z_km DOUBLE CHECK (isfinite(z_km)),
    consent_name BOOLEAN NOT NULL, joined_on DATE,
    employees_low INTEGER CHECK (employees_low >= 0), employees_high INTEGER CHECK (employees_high >= 0), -- a band: "10 à 19", "50 et plus"
    address VARCHAR, postal_code VARCHAR, -- as its source has them
    position_uncertainty_km DOUBLE CHECK (isfinite(position_uncertainty_km) AND position_uncertainty_km >= 0), -- NULL: not known
    capacity_t_per_year DOUBLE CHECK (isfinite(capacity_t_per_year) AND capacity_t_per_year >= 0), -- what a landfill or a treatment may take
    closed_on DATE, -- it ceased its activity: nothing of it is proposed any more; NULL: it goes on
    tags VARCHAR, -- words of the coordination's own, parted by commas
    CHECK ((position_quality = 'none') = (latitude IS NULL)), CHECK ((latitude IS NULL) = (longitude IS NULL)), CHECK ((latitude IS NULL) = (x_km IS NULL))
);

-- Derived: every territory that holds a company, from its park and municipality up.
CREATE TABLE company_territory (
    company_id VARCHAR NOT NULL, territory_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, PRIMARY KEY (company_id, territory_id)
);

CREATE TABLE flow (
    flow_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL,
    direction VARCHAR NOT NULL CHECK (direction IN ('offer', 'demand')), kind VARCHAR NOT NULL CHECK (kind IN ('matter', 'energy', 'water', 'service')),
    material_id VARCHAR NOT NULL, label VARCHAR,
    quantity_typed VARCHAR, unit_typed VARCHAR NOT NULL,
    quantity_per_year DOUBLE CHECK (isfinite(quantity_per_year) AND quantity_per_year >= 0), unit VARCHAR NOT NULL, by_density BOOLEAN NOT NULL,
    mass_t_per_year DOUBLE CHECK (isfinite(mass_t_per_year) AND mass_t_per_year >= 0),
    energy_kwh_per_year DOUBLE CHECK (isfinite(energy_kwh_per_year) AND energy_kwh_per_year >= 0),
    volume_m3_per_year DOUBLE CHECK (isfinite(volume_m3_per_year) AND volume_m3_per_year >= 0),
    months INTEGER NOT NULL CHECK (months BETWEEN 1 AND 4095),
    quality VARCHAR NOT NULL CHECK (quality IN ('measured', 'declared', 'estimated')), observed_on DATE,
    former_destination VARCHAR, disposal_cost_per_t DOUBLE CHECK (isfinite(disposal_cost_per_t)), note VARCHAR,
    quantity_low_per_year DOUBLE CHECK (isfinite(quantity_low_per_year) AND quantity_low_per_year >= 0), -- as it was said: "10 à 20 t"
    quantity_high_per_year DOUBLE CHECK (isfinite(quantity_high_per_year) AND quantity_high_per_year >= 0),
    quantity_written VARCHAR, -- the words of the source, when the number alone does not say them
    -- What an offer is, or what a demand needs; NULL: nobody said it.
    temperature_c DOUBLE CHECK (temperature_c BETWEEN -273.15 AND 4000), pressure_bar DOUBLE CHECK (pressure_bar BETWEEN 0 AND 10000),
    hours_per_year DOUBLE CHECK (hours_per_year BETWEEN 0 AND 8784), moisture_share DOUBLE CHECK (moisture_share BETWEEN 0 AND 1),
    purity_share DOUBLE CHECK (purity_share BETWEEN 0 AND 1), contaminated VARCHAR CHECK (contaminated IN ('yes', 'no')),
    hazardous VARCHAR CHECK (hazardous IN ('yes', 'no')), permit_held VARCHAR CHECK (permit_held IN ('yes', 'no'))
);

-- Ids that others gave: an official number, or the id of a row in a source, which belongs to that source alone.
CREATE TABLE identifier (
    programme_id VARCHAR NOT NULL, table_name VARCHAR NOT NULL CHECK (table_name IN ('company', 'flow', 'synergy')),
    scheme VARCHAR NOT NULL, -- 'SIRET', 'NEQ' or 'source'
    source_key VARCHAR NOT NULL, value VARCHAR NOT NULL, row_id VARCHAR NOT NULL,
    PRIMARY KEY (programme_id, table_name, scheme, source_key, value)
);

-- What an organisation agreed to: for whom, since when, who said so and how. It belongs to the organisation, never to a row of a file.
-- Organisations whose quantities anybody can read in a public register: every reader of an edition is taken to know them.
CREATE TABLE public_figure (
    programme_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL, source VARCHAR NOT NULL, year VARCHAR, url VARCHAR,
    PRIMARY KEY (programme_id, company_id)
);

CREATE TABLE consent (
    consent_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL CHECK (scope IN ('consortium', 'public', 'partners', 'solicitation')),
    partners VARCHAR, -- of scope partners: who may read the name
    given_on DATE NOT NULL, given_by VARCHAR, how VARCHAR NOT NULL, source VARCHAR, -- how: letter, form, meeting, import…; source: the file
    withdrawn_on DATE CHECK (withdrawn_on >= given_on), note VARCHAR, -- NULL: it stands
    renew_by DATE -- until when it was given: to be asked again; NULL: without a term
);

-- The people of an organisation, apart from its permission to be named: why they are kept, who answers for it, when they were told.
CREATE TABLE contact (
    contact_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL, name VARCHAR NOT NULL,
    role VARCHAR, email VARCHAR, phone VARCHAR, purpose VARCHAR NOT NULL, responsible VARCHAR, notice_on DATE, note VARCHAR
);

-- What was said with an organisation, and what is to do: a visit that took place or is planned, a call, a note; perhaps about one synergy.
CREATE TABLE follow_up (
    follow_up_id VARCHAR PRIMARY KEY, programme_id VARCHAR NOT NULL, company_id VARCHAR NOT NULL, synergy_id VARCHAR,
    kind VARCHAR NOT NULL CHECK (kind IN ('visit', 'call', 'message', 'meeting', 'note')),
    happened_on DATE NOT NULL, -- of what is planned, the day to come
    outcome VARCHAR CHECK (outcome IN ('interested', 'to-think', 'refused')), wording VARCHAR, author VARCHAR,
    next_step VARCHAR, due_on DATE, done_on DATE -- a reminder: NULL done_on, it is still to do
);
