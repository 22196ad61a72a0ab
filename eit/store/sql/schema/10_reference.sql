-- Reference tables: what the field knows, whatever the programme. Every row says where it comes from.
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

CREATE TABLE category (
    category_id VARCHAR PRIMARY KEY, name_fr VARCHAR NOT NULL, name_en VARCHAR NOT NULL, rank INTEGER NOT NULL,
    official BOOLEAN NOT NULL, source VARCHAR NOT NULL, year VARCHAR NOT NULL, confidence VARCHAR NOT NULL
);

CREATE TABLE material (
    material_id VARCHAR PRIMARY KEY, parent_id VARCHAR, category_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('matter', 'energy', 'water', 'service')),
    name_fr VARCHAR NOT NULL, name_en VARCHAR NOT NULL, list_of_waste VARCHAR, 
    hazardous VARCHAR CHECK (hazardous IN ('yes', 'mirror', 'no')), -- NULL: not known
    density_low_t_m3 DOUBLE CHECK (isfinite(density_low_t_m3) AND density_low_t_m3 > 0),
    density_high_t_m3 DOUBLE CHECK (isfinite(density_high_t_m3) AND density_high_t_m3 > 0),
    reach_km DOUBLE CHECK (isfinite(reach_km) AND reach_km > 0), reach_source VARCHAR,
    typical_uses_fr VARCHAR, typical_uses_en VARCHAR, ghg_route VARCHAR,
    without VARCHAR CHECK (without IN ('outlet', 'supply')), -- stated: a residue without a known outlet, an input that no residue replaces
    source VARCHAR NOT NULL, year VARCHAR NOT NULL, confidence VARCHAR NOT NULL, note VARCHAR
);

CREATE TABLE known_synergy (
    library_row INTEGER PRIMARY KEY, library_id VARCHAR NOT NULL, offer_material_id VARCHAR NOT NULL, demand_material_id VARCHAR NOT NULL,
    use_fr VARCHAR NOT NULL, use_en VARCHAR NOT NULL, condition_fr VARCHAR, condition_en VARCHAR,
    known_effect_fr VARCHAR, known_effect_en VARCHAR, status VARCHAR NOT NULL, place VARCHAR, place_year VARCHAR, ghg_route VARCHAR,
    receiver_nace VARCHAR, receiver_naics VARCHAR, -- codes separated by ';'; a range such as 10-32 is any of these industries
    value_sign VARCHAR CHECK (value_sign IN ('+', '0', '-')), -- who offers is paid, nearly nothing, or pays
    max_distance_km DOUBLE CHECK (isfinite(max_distance_km) AND max_distance_km >= 0), -- typical, 0: on the site itself
    temperature_min_c DOUBLE CHECK (isfinite(temperature_min_c)), temperature_max_c DOUBLE CHECK (isfinite(temperature_max_c)),
    moisture_max_share DOUBLE CHECK (moisture_max_share BETWEEN 0 AND 1), permit VARCHAR CHECK (permit IN ('needed')),
    pressure_min_bar DOUBLE CHECK (isfinite(pressure_min_bar) AND pressure_min_bar >= 0), purity_min_share DOUBLE CHECK (purity_min_share BETWEEN 0 AND 1),
    contamination VARCHAR CHECK (contamination IN ('excluded')), hazard VARCHAR CHECK (hazard IN ('excluded')), -- what is not taken at all
    CHECK (temperature_min_c <= temperature_max_c),
    source VARCHAR NOT NULL, url VARCHAR, year VARCHAR NOT NULL, confidence VARCHAR NOT NULL, confidence_note VARCHAR
);

-- Derived from material and known_synergy: one row per ordered pair of materials that can meet.
CREATE TABLE compatibility (
    offer_material_id VARCHAR NOT NULL, demand_material_id VARCHAR NOT NULL,
    basis VARCHAR NOT NULL CHECK (basis IN ('same', 'family', 'substitution')),
    score DOUBLE NOT NULL CHECK (score > 0 AND score <= 1), library_row INTEGER,
    PRIMARY KEY (offer_material_id, demand_material_id)
);

CREATE TABLE factor (
    factor_id VARCHAR PRIMARY KEY, factor_table VARCHAR NOT NULL CHECK (factor_table IN ('ghg', 'transport', 'cost', 'waste-intensity')),
    record_type VARCHAR, item VARCHAR NOT NULL, sector_codes VARCHAR, route_id VARCHAR, metric VARCHAR,
    low DOUBLE CHECK (isfinite(low)), central DOUBLE CHECK (isfinite(central)), high DOUBLE CHECK (isfinite(high)),
    unit VARCHAR NOT NULL, year VARCHAR NOT NULL, geography VARCHAR, source VARCHAR NOT NULL, url VARCHAR,
    confidence VARCHAR NOT NULL, confidence_note VARCHAR, note VARCHAR
);

-- One row per country or province: what a programme takes from the place where it works. NULL: no sourced value, not estimated.
CREATE TABLE jurisdiction (
    jurisdiction_id VARCHAR PRIMARY KEY, former_code VARCHAR, -- how files of before named it
    country VARCHAR NOT NULL, name_fr VARCHAR NOT NULL, name_en VARCHAR NOT NULL, currency VARCHAR NOT NULL,
    sector_scheme VARCHAR NOT NULL CHECK (sector_scheme IN ('SCIAN', 'NAF')), time_zone VARCHAR NOT NULL,
    levels VARCHAR NOT NULL, level_names_fr VARCHAR, level_names_en VARCHAR, outlines VARCHAR, credits VARCHAR,
    south DOUBLE NOT NULL, north DOUBLE NOT NULL, west DOUBLE NOT NULL, east DOUBLE NOT NULL, CHECK (south < north AND west < east),
    circuity_factor VARCHAR, truck_factor VARCHAR, collection_truck_factor VARCHAR, truck_price_factor VARCHAR,
    electricity_factor VARCHAR, natural_gas_factor VARCHAR, boiler_efficiency_factor VARCHAR, water_factor VARCHAR, gate_fee_factor VARCHAR, levy_prefix VARCHAR,
    water_price_factor VARCHAR, natural_gas_price_factor VARCHAR, residual_fr VARCHAR, residual_en VARCHAR, intensity_words VARCHAR,
    source VARCHAR NOT NULL, year VARCHAR NOT NULL, confidence VARCHAR NOT NULL, note VARCHAR
);

-- From which yearly volume a shared collection or a grouped purchase is worth organising; for a material or a whole family.
CREATE TABLE minimum_volume (
    material_id VARCHAR PRIMARY KEY,
    minimum_t_per_year DOUBLE NOT NULL CHECK (isfinite(minimum_t_per_year) AND minimum_t_per_year > 0),
    payload_t DOUBLE NOT NULL CHECK (isfinite(payload_t) AND payload_t > 0), -- what one truck holds of it
    rounds_per_year INTEGER NOT NULL CHECK (rounds_per_year >= 1), -- fewer would leave it waiting too long
    source VARCHAR NOT NULL, year VARCHAR NOT NULL, confidence VARCHAR NOT NULL, note VARCHAR
);

-- What some methods count and this one does not, unless asked: added to the avoided GHG of a route, per tonne.
CREATE TABLE carbon_switch (
    switch VARCHAR NOT NULL CHECK (switch IN ('forest-carbon', 'landfill-storage', 'soil-carbon')), route_id VARCHAR NOT NULL,
    applies_to VARCHAR NOT NULL CHECK (applies_to IN ('kept', 'landfilled')),
    kg_co2e_per_t DOUBLE NOT NULL CHECK (isfinite(kg_co2e_per_t)),
    source VARCHAR NOT NULL, url VARCHAR, year VARCHAR NOT NULL, confidence VARCHAR NOT NULL, confidence_note VARCHAR,
    PRIMARY KEY (switch, route_id)
);
