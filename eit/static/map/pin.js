/* Where a pin is let go is where one would have clicked. */
globalThis.maillagePin = (event) => {
  const pin = event.target;
  pin._map.fire("click", { latlng: pin.getLatLng() });
};
