"""What one would write instead to find the pairs: geopandas, pandas, scikit-learn; same rules, other distances."""

from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import pandas as pd

EARTH_KM = 6371.0088
PLANE = "EPSG:32198"
"""Lambert of Québec, the projection that a user there would choose."""
KNOWN_ERROR = 0.015
"""Largest relative error of that plane or of a sphere against the ellipsoid: pairs may differ so near a limit only."""
COLUMNS = ["offer_id", "demand_id", "distance_km"]


def split(flows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Offers and demands with a position, their columns named `offer_*` and `demand_*`."""
    placed = flows[flows["latitude"].notna()]
    sides = []
    for side in ("offer", "demand"):
        rows = placed[placed["direction"] == side].drop(columns="direction").add_prefix(f"{side}_")
        sides.append(rows.rename(columns={f"{side}_flow_id": f"{side}_id"}).reset_index(drop=True))
    return sides[0], sides[1]


def haversine(pairs: pd.DataFrame) -> np.ndarray:
    """Kilometres on a sphere between both ends."""
    names = ("offer_latitude", "demand_latitude", "offer_longitude", "demand_longitude")
    south, north, west, east = (np.radians(pairs[name].to_numpy(float)) for name in names)
    half = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(half))


def _kept(pairs: pd.DataFrame, radius_km: float) -> pd.DataFrame:
    """Different companies, same unit, within the radius and within the reach of the material."""
    near = pairs["distance_km"] <= np.fmin(pairs["offer_reach_km"].to_numpy(float), radius_km)
    other = pairs["offer_company_id"] != pairs["demand_company_id"]
    return pairs.loc[near & other & (pairs["offer_unit"] == pairs["demand_unit"]), COLUMNS]


def by_sjoin(offers: pd.DataFrame, demands: pd.DataFrame, links: pd.DataFrame, radius_km: float) -> Any:
    """geopandas: spatial join within the radius on a plane, then merge with the compatible materials."""
    left, right = (_points(offers, "offer"), _points(demands, "demand"))
    joined = left.sjoin(right, predicate="dwithin", distance=radius_km * 1000)
    other = right.geometry.loc[joined["index_right"]]
    joined["distance_km"] = joined.geometry.distance(other, align=False).to_numpy() / 1000
    return _kept(joined.merge(links), radius_km)


def _points(frame: pd.DataFrame, side: str) -> geopandas.GeoDataFrame:
    points = geopandas.points_from_xy(frame[f"{side}_longitude"], frame[f"{side}_latitude"], crs="EPSG:4326")
    return geopandas.GeoDataFrame(frame, geometry=points).to_crs(PLANE)


def by_cross_join(offers: pd.DataFrame, demands: pd.DataFrame, links: pd.DataFrame, radius_km: float) -> Any:
    """pandas: every offer with every demand, distance, then merge with the compatible materials."""
    pairs = offers.merge(demands, how="cross")
    pairs["distance_km"] = haversine(pairs)
    return _kept(pairs.merge(links), radius_km)


def by_merge(offers: pd.DataFrame, demands: pd.DataFrame, links: pd.DataFrame, radius_km: float) -> Any:
    """pandas, better: compatible materials first, distance last."""
    pairs = offers.merge(links).merge(demands)
    pairs["distance_km"] = haversine(pairs)
    return _kept(pairs, radius_km)


def by_ball_tree(offers: pd.DataFrame, demands: pd.DataFrame, links: pd.DataFrame, radius_km: float) -> Any:
    """scikit-learn (if installed): haversine ball tree, then merge. Raises ImportError."""
    from sklearn.neighbors import BallTree

    tree = BallTree(
        np.radians(demands[["demand_latitude", "demand_longitude"]].to_numpy()), metric="haversine"
    )
    here = np.radians(offers[["offer_latitude", "offer_longitude"]].to_numpy())
    found, far = tree.query_radius(here, radius_km / EARTH_KM, return_distance=True)
    left = offers.iloc[np.repeat(np.arange(len(offers)), [len(one) for one in found])].reset_index(drop=True)
    right = demands.iloc[np.concatenate(found)].reset_index(drop=True)
    pairs = pd.concat([left, right], axis=1).assign(distance_km=np.concatenate(far) * EARTH_KM)
    return _kept(pairs.merge(links), radius_km)


def differing(ours: pd.DataFrame, theirs: pd.DataFrame, limits_km: list[float]) -> int:
    """Number of pairs that only one side has. Raises ValueError for one that no error of distance explains."""
    both = ours[COLUMNS].merge(theirs[COLUMNS], on=COLUMNS[:2], how="outer", indicator=True)
    lone = both[both["_merge"] != "both"]
    kilometres = lone["distance_km_x"].fillna(lone["distance_km_y"]).to_numpy()
    limits = np.array(limits_km)
    off = np.abs(kilometres[:, None] / limits[None, :] - 1).min(axis=1)
    if (off > KNOWN_ERROR).any():
        raise ValueError(f"{int((off > KNOWN_ERROR).sum())} pairs differ for no known reason")
    return len(lone)
