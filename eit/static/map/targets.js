/* What is pointed at, pinned and lit: a node or a link, under a name that holds at every zoom. */
globalThis.maillageTargets = (() => {
  const flowsOf = globalThis.maillageFlows;
  const draw = globalThis.maillageDraw;
  const { nodeName, quantityName, discBoxes } = globalThis.maillageLabels;
  /** So many lines of a target say what they carry: more would hide them. */
  const MOST_TOLD = 12;

  function targetAt(me, at) {
    if (!me.picture || !at) return null;
    const { x, y } = me.map.containerPointToLayerPoint(at).subtract(me.origin);
    return flowsOf.hit(me.picture.nodes, me.picture.bands, x, y);
  }

  /** Links of a target: of a node those that the direction asked for lets through. */
  function linksOf(me, target) {
    if (!target) return [];
    if (target.link) return me.picture.links.filter((link) => link.key === target.link.key);
    const n = target.node;
    return me.picture.links.filter(
      (link) => (link.a === n && me.view.mode !== "in") || (link.b === n && me.view.mode !== "out"),
    );
  }

  /** What stays lit: the links of a target, their ends, the names of these and what each line carries. */
  function litOf(me, target) {
    if (!target) return null;
    const { drawn, loops } = me.picture;
    const links = linksOf(me, target).filter((link) => drawn.has(link.key));
    const nodes = new Set(links.flatMap((link) => [link.a, link.b]));
    if (target.node !== undefined) nodes.add(target.node);
    const keys = new Set([...links, ...loops.filter(({ a }) => a === target.node)].map(({ key }) => key));
    return { links: keys, nodes, names: litNames(me, nodes, keys) };
  }

  /** Names that stand already stay where they are; the others find a place beside them. */
  function litNames(me, nodes, keys) {
    const { picture } = me;
    const near = [...nodes].map((n) => picture.nodes[n]).filter((node) => !node.far);
    const bands = picture.bands.filter(({ link }) => keys.has(link.key));
    bands.sort((a, b) => b.link.share - a.link.share);
    const asked = [
      ...near.map((node) => nodeName(me, node)),
      ...(me.reader.room ? [] : bands.slice(0, MOST_TOLD).flatMap((band) => quantityName(me, band) || [])),
    ];
    const standing = picture.names.filter((name) => asked.some((one) => one.of === name.of));
    const ready = asked
      .filter((one) => !standing.some((name) => name.of === one.of))
      .map((one) => ({ ...one, ...draw.size(me.pen, one.text, one.look) }));
    const spots = flowsOf.place(ready, [...discBoxes(picture), ...standing.map(boxOf)], me.frame);
    return [...standing, ...ready.map((name, i) => ({ ...name, ...spots[i] })).filter((_, i) => spots[i])];
  }

  function boxOf({ x, y, width, height }) {
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  }

  /** The name of a target that holds at every zoom: of an organisation, a territory, a gathering or a flow. */
  function pinOf(me, target) {
    const { data, picture } = me;
    if (target.link) {
      return `flow:${data.flows.id[target.link.flows[0]]}`;
    }
    const { members, area } = me.levels.get(picture.at).nodes[target.node];
    if (members.length === 1) return `company:${data.sites.id[members[0]]}`;
    if (picture.at < flowsOf.TERRITORY_ZOOM + 1 && area >= 0) return `territory:${data.areas[area].id}`;
    return `around:${data.sites.id[members[0]]}`;
  }

  function pinnedTarget(me) {
    const at = me.view.pinned.indexOf(":");
    if (!me.picture || at < 0) return null;
    const [kind, id] = [me.view.pinned.slice(0, at), me.view.pinned.slice(at + 1)];
    if (kind === "flow") return linkOf(me, me.data.flows.id.indexOf(id));
    if (kind === "territory") return nodeOf(me, me.data.sites.area.indexOf(areaOf(me, id)));
    return nodeOf(me, me.data.sites.id.indexOf(id));
  }

  function areaOf(me, id) {
    const area = me.data.areas.findIndex((one) => one.id === id);
    return area < 0 ? Number.NaN : area;
  }

  function nodeOf(me, site) {
    return site < 0 ? null : { node: me.picture.of[site] };
  }

  function linkOf(me, flow) {
    const link = flow < 0 ? null : me.picture.links.find((one) => one.flows.includes(flow));
    return link ? { link } : null;
  }

  /** Where what is told of a target stands: on the side of the pointer where its lines are not, inside the map. */
  function beside(me, target, at, width, height) {
    const size = me.map.getSize();
    const to = heading(me, target);
    const left = to.x > 0 ? at.x - 14 - width : at.x + 14;
    const top = to.y > 0 || at.y + 16 + height > size.y ? at.y - 14 - height : at.y + 16;
    return [Math.max(4, Math.min(left, size.x - width - 10)), top < 4 ? at.y + 16 : top];
  }

  /** Where the lines of a disc go, on the whole. */
  function heading(me, target) {
    const to = { x: 0, y: 0 };
    if (target?.node === undefined) return to;
    const { bands, nodes } = me.picture;
    const here = nodes[target.node];
    const others = bands.filter(({ link }) => link.a === here.n || link.b === here.n);
    for (const { link } of others) {
      const other = nodes[link.a === here.n ? link.b : link.a];
      const away = flowsOf.distance(here, other) || 1;
      to.x += (other.x - here.x) / away;
      to.y += (other.y - here.y) / away;
    }
    return to;
  }

  return { targetAt, linksOf, litOf, pinOf, pinnedTarget, beside };
})();
