-- The sealed file: aggregates that passed disclosure control, and nothing about one company.
CREATE TABLE edition (rank INTEGER PRIMARY KEY, name VARCHAR NOT NULL, published_on VARCHAR NOT NULL, current BOOLEAN NOT NULL);

CREATE TABLE rule (key VARCHAR PRIMARY KEY, value DOUBLE NOT NULL);

CREATE TABLE programme (
    programme_id VARCHAR PRIMARY KEY, rank INTEGER NOT NULL, name_fr VARCHAR NOT NULL, name_en VARCHAR NOT NULL,
    level VARCHAR NOT NULL, jurisdiction VARCHAR NOT NULL, currency VARCHAR NOT NULL, fictitious BOOLEAN NOT NULL
);

-- Only territories of the reference table; `rest` is what lies in none of them.
CREATE TABLE territory (
    programme_id VARCHAR NOT NULL, territory_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, name VARCHAR NOT NULL,
    PRIMARY KEY (programme_id, territory_id)
);

CREATE TABLE family_factor (
    programme_id VARCHAR NOT NULL, family VARCHAR NOT NULL, indicator VARCHAR NOT NULL, unit VARCHAR NOT NULL,
    low DOUBLE NOT NULL, central DOUBLE NOT NULL, high DOUBLE NOT NULL, factor_ids VARCHAR NOT NULL,
    covered DOUBLE CHECK (covered BETWEEN 0 AND 1), estimated BOOLEAN NOT NULL, -- share of the tonnes that has a factor, NULL: not told
    PRIMARY KEY (programme_id, family, indicator)
);

CREATE TABLE cell (
    programme_id VARCHAR NOT NULL, territory_id VARCHAR NOT NULL, family VARCHAR NOT NULL, indicator VARCHAR NOT NULL,
    unit VARCHAR NOT NULL, state VARCHAR NOT NULL CHECK (state IN ('computed', 'carried', 'hidden', 'empty', 'not_estimated')),
    value DOUBLE CHECK (isfinite(value)), low DOUBLE CHECK (isfinite(low)), high DOUBLE CHECK (isfinite(high)),
    count_band VARCHAR, computed_in VARCHAR, -- the edition whose data the value is of
    covered DOUBLE CHECK (covered BETWEEN 0 AND 1), -- of a derived cell: the share of the tonnes that has a factor
    PRIMARY KEY (programme_id, territory_id, family, indicator),
    CHECK ((state IN ('computed', 'carried')) = (value IS NOT NULL)), CHECK ((value IS NULL) = (computed_in IS NULL)),
    CHECK ((value IS NULL) = (count_band IS NULL))
);

CREATE TABLE synergy_count (
    programme_id VARCHAR NOT NULL, territory_id VARCHAR NOT NULL, status VARCHAR NOT NULL CHECK (status IN ('under-way', 'made')),
    state VARCHAR NOT NULL CHECK (state IN ('told', 'hidden')), count_band VARCHAR,
    PRIMARY KEY (programme_id, territory_id, status), CHECK ((state = 'told') = (count_band IS NOT NULL))
);

-- What the programme itself says for everyone: typed by its people, never computed from organisations.
CREATE TABLE presentation (
    programme_id VARCHAR PRIMARY KEY, description_fr VARCHAR, description_en VARCHAR, public_contact VARCHAR,
    join_url VARCHAR -- the form of whoever wants to take part, while it is open
);

CREATE TABLE statement (
    programme_id VARCHAR NOT NULL, rank INTEGER NOT NULL, label_fr VARCHAR NOT NULL, label_en VARCHAR NOT NULL,
    unit_fr VARCHAR NOT NULL, unit_en VARCHAR NOT NULL, bound VARCHAR NOT NULL CHECK (bound IN ('value', 'target')),
    year VARCHAR, value DOUBLE CHECK (isfinite(value)) -- NULL: not communicated, which is not 0
);

-- Which rules keep the hidden cells, all tables of a programme together: never which cell which rule.
CREATE TABLE protection (
    programme_id VARCHAR NOT NULL, rule VARCHAR NOT NULL CHECK (rule IN ('few', 'dominance', 'neighbour', 'either')),
    count_band VARCHAR NOT NULL, PRIMARY KEY (programme_id, rule)
);

-- How many groups offer or seek a material, or what is left (`rest`) of a category: no quantity.
CREATE TABLE presence (
    programme_id VARCHAR NOT NULL, direction VARCHAR NOT NULL CHECK (direction IN ('offer', 'demand')),
    family VARCHAR NOT NULL, subject_id VARCHAR NOT NULL, rest BOOLEAN NOT NULL, name_fr VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL, count_band VARCHAR NOT NULL
);

-- Realised synergies: by name where every party agreed in public with a date; else pooled, from three on.
CREATE TABLE public_case (
    programme_id VARCHAR NOT NULL, kind VARCHAR NOT NULL CHECK (kind IN ('named', 'pool')), subject_fr VARCHAR NOT NULL,
    subject_en VARCHAR NOT NULL, year VARCHAR, parties VARCHAR, count_band VARCHAR,
    CHECK ((kind = 'named') = (parties IS NOT NULL)), CHECK ((kind = 'pool') = (count_band IS NOT NULL))
);

-- Which programmes agreed to be compared, and where each stands among those that did: from what editions tell, in bands.
CREATE TABLE comparable (programme_id VARCHAR PRIMARY KEY);

CREATE TABLE benchmark (
    programme_id VARCHAR NOT NULL, indicator VARCHAR NOT NULL, peers_band VARCHAR NOT NULL, low DOUBLE NOT NULL, high DOUBLE,
    position VARCHAR NOT NULL CHECK (position IN ('below', 'within', 'above')), PRIMARY KEY (programme_id, indicator)
);

CREATE TABLE audit (
    programme_id VARCHAR NOT NULL, indicator VARCHAR NOT NULL, method VARCHAR NOT NULL, audience VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL CHECK (verdict IN ('held', 'nothing-told')), checks BIGINT NOT NULL, -- to one figure, downwards
    told INTEGER NOT NULL, hidden INTEGER NOT NULL, PRIMARY KEY (programme_id, indicator, method)
);

CREATE TABLE seal (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
