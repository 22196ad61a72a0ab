/* What the list and the legend show: plain values for panel.js. */
globalThis.maillageModel = (() => {
  const flowsOf = globalThis.maillageFlows;
  const draw = globalThis.maillageDraw;
  const { number, said, carried, counted } = globalThis.maillageWords;
  const { labelOf } = globalThis.maillageLabels;
  const { linksOf, pinnedTarget } = globalThis.maillageTargets;
  const { leastQuantities } = globalThis.maillagePicture;
  const { inside } = globalThis.maillageCanvas;
  const MOST_LOOPS = 24;

  function told(me, target) {
    const { words, data, picture } = me;
    if (target.link) {
      const { link } = target;
      const first = largestFlow(me, link);
      const kind = link.kind ? words.synergy : words.potential;
      return [
        `${labelOf(me, link.a)} \u2192 ${labelOf(me, link.b)}`,
        [kind, carried(me, link), counted(me, "exchange", link.flows.length)].join(" \u00b7 "),
        data.whats[data.flows.what[first]],
        data.flows.facts[first],
      ];
    }
    const { members } = me.levels.get(picture.at).nodes[target.node];
    return [
      labelOf(me, target.node),
      members.length === 1 ? data.sites.sector[members[0]] : counted(me, "company", members.length),
      passing(me, target.node),
      heldBack(me, target.node),
    ];
  }

  /** What a node receives and gives in the unit of the discs; where only bands are known, in how many exchanges. */
  function passing(me, node) {
    const { words, data, picture } = me;
    const { received, given } = picture.totals[node];
    const many = (end) => picture.links.reduce((n, link) => n + (link[end] === node ? link.flows.length : 0), 0);
    const [into, out] = data.flows.told
      ? [counted(me, "exchange", many("b")), counted(me, "exchange", many("a"))]
      : [said(me, received, data.unit), said(me, given, data.unit)];
    return `${words.received} ${into} \u00b7 ${words.given} ${out}`;
  }

  /** How many exchanges stay inside a node and what they carry: in the unit of the discs, else in that of the most. */
  function heldBack(me, node) {
    const { data, picture } = me;
    const many = picture.inside.get(node)?.length;
    if (!many) return "";
    if (data.flows.told) return counted(me, "kept", many);
    const sums = new Map();
    for (const { a, unit, quantity } of picture.loops) {
      if (a === node) sums.set(data.units[unit], (sums.get(data.units[unit]) || 0) + quantity);
    }
    const unit = sums.has(data.unit) ? data.unit : sums.keys().next().value;
    const carried = unit ? ` \u00b7 ${said(me, sums.get(unit), unit)}` : "";
    return counted(me, "kept", many) + carried;
  }

  /** What the panel shows: the rows of what is drawn, and what is not. */
  function model(me) {
    const { data, picture } = me;
    const target = pinnedTarget(me);
    const drawnRows = (target ? linksOf(me, target) : picture.wanted).filter((link) => picture.drawn.has(link.key));
    const rows = [...drawnRows, ...loopsOf(me, target)].sort((a, b) => b.share - a.share);
    const all = picture.links.reduce((n, link) => n + link.flows.length, 0);
    const unit = data.units.indexOf(data.unit);
    const sum = (links) => links.reduce((total, link) => total + (link.unit === unit ? link.quantity : 0), 0);
    const drawn = picture.links.filter((link) => picture.drawn.has(link.key));
    const whole = data.flows.told ? 0 : sum(picture.links) + sum(picture.loops);
    return {
      title: target ? [...chosen(me), ...told(me, target)] : null,
      rows: rows.map((link) => row(me, link)),
      drawn: drawn.length,
      of: picture.links.length,
      share: whole ? sum(drawn) / whole : null,
      kept: whole ? sum(picture.loops) / whole : null,
      flows: all,
      inside: [...picture.inside.values()].reduce((n, list) => n + list.length, 0),
      left: data.left,
      legend: legend(me, drawn),
      chips: data.categories.map(([id, , short], i) => ({
        id,
        short,
        name: me.reader.names[i],
        hue: me.reader.hues[i],
      })),
      years: yearsOf(data),
      least: leastSaid(me, Math.max(unit, 0)),
      number: (value) => number(me, value),
      counted: (noun, n) => counted(me, noun, n),
      room: me.reader.room,
    };
  }

  /** From which quantity on a flow is drawn; where only bands are known, that the largest are. */
  function leastSaid(me, unit) {
    const { data, view, words } = me;
    if (data.flows.told) return words.largest;
    return `\u2265 ${said(me, leastQuantities(data, view.least)[unit] || 0, data.unit)}`;
  }

  /** What stays inside the node that is chosen, or inside those in view: a shared screen numbers lines and has none. */
  function loopsOf({ picture, reader, frame }, target) {
    if (reader.room || target?.link) return [];
    const seen = ({ a }) => (target ? a === target.node : inside(picture.nodes[a], frame));
    return picture.loops.filter(seen).slice(0, MOST_LOOPS);
  }

  /** The organisation that is pinned, where others share its disc. */
  function chosen(me) {
    const i = me.data.sites.id.indexOf(me.view.pinned.replace("company:", ""));
    const members = i < 0 ? [] : me.levels.get(me.picture.at).nodes[me.picture.of[i]].members;
    return members.length > 1 ? [me.data.sites.name[i]] : [];
  }

  function row(me, link) {
    const { data } = me;
    const isLoop = link.a === link.b;
    const pinned = isLoop ? pinnedTarget(me)?.node === link.a : linkIsPinned(me, link);
    const largest = largestFlow(me, link);
    const from = draw.plain(labelOf(me, link.a));
    return {
      key: link.key,
      kind: link.kind,
      from: isLoop ? me.words.inside_of.replace("{name}", () => from) : from,
      to: isLoop ? "" : draw.plain(labelOf(me, link.b)),
      quantity: carried(me, link),
      width: isLoop ? 0 : link.width,
      hue: me.view.chips.size ? me.reader.hues[link.category] : "",
      what: draw.plain(data.whats[data.flows.what[largest]]),
      stage: data.flows.stages[largest]?.[0] || "",
      more: link.flows.length - 1,
      pinned,
      flows: pinned ? flowsOfLink(me, link) : [],
    };
  }

  function largestFlow({ data }, link) {
    return link.flows.reduce((best, i) =>
      (data.flows.quantity[i] || 0) > (data.flows.quantity[best] || 0) ? i : best,
    );
  }

  /** The largest flows of a link, one by one. */
  function flowsOfLink(me, link) {
    const { flows, whats, sites, units } = me.data;
    const order = [...link.flows].sort((a, b) => (flows.quantity[b] || 0) - (flows.quantity[a] || 0));
    return order.slice(0, 8).map((i) => ({
      what: draw.plain(whats[flows.what[i]]),
      ends: `${draw.plain(sites.name[flows.from[i]])} \u2192 ${draw.plain(sites.name[flows.to[i]])}`,
      quantity: flowSaid(me, i, units[link.unit]),
      facts: draw.plain(flows.facts[i]),
    }));
  }

  function flowSaid(me, i, unit) {
    const { told, quantity } = me.data.flows;
    if (told) return told[i] || me.words.unknown;
    return quantity[i] === null ? me.words.unknown : said(me, quantity[i], unit);
  }

  function linkIsPinned(me, link) {
    return me.view.pinned.startsWith("flow:") && pinnedTarget(me)?.link?.key === link.key;
  }

  function yearsOf(data) {
    const known = data.flows.year.filter((year) => year !== null);
    return known.length ? [Math.min(...known), Math.max(...known)] : null;
  }

  /** Only what is drawn: kinds, widths of each unit, discs, shades, categories. */
  function legend(me, drawn) {
    const { data, picture, reader } = me;
    const widths = data.flows.told && drawn.length ? [{ text: me.words.legend_wider, half: "" }] : [];
    for (const unit of new Set(data.flows.told ? [] : drawn.map((link) => link.unit))) {
      const most = Math.max(...drawn.filter((link) => link.unit === unit).map((link) => link.quantity));
      if (!(most > 0)) continue;
      const half = data.units[unit] === data.unit ? said(me, most / 4, data.unit) : "";
      widths.push({ text: said(me, most, data.units[unit]), half });
    }
    return {
      kinds: [0, 1, 2].filter((kind) => (kind > 1 ? picture.marks.length : drawn.some((link) => link.kind === kind))),
      thin: drawn.some((link) => !link.kind && link.width < draw.THIN_PX),
      widths,
      widest: Math.max(...drawn.map((link) => link.width), 1.5),
      nodes: picture.nodes.length > 0,
      inside: picture.nodes.some((node) => node.inside),
      empty: picture.nodes.some((node) => !node.far && !(node.received + node.given)),
      summed: picture.at < flowsOf.TERRITORY_ZOOM + 1,
      gathered: picture.nodes.some((node) => node.members.length > 1),
      shades: data.choropleth,
      approximate: data.areas.some((area) => area.approximate),
      ring: Boolean(reader.ring),
      unit: data.unit,
    };
  }

  return { model, told };
})();
