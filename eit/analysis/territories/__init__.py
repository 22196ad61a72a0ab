"""What lies where: figures by territory, portraits, materials, boundaries, places."""
