/* Numbers and counts in the words of the reader's language. */
globalThis.maillageWords = (() => {
  function number(me, value) {
    const size = Math.abs(value);
    const most = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || !size ? 2 : 1 - Math.floor(Math.log10(size));
    const digits = Math.min(most, 20);
    me.formats ||= new Map();
    if (!me.formats.has(digits)) {
      me.formats.set(digits, new Intl.NumberFormat(me.lang, { maximumFractionDigits: digits }));
    }
    return me.formats.get(digits).format(value);
  }

  /** A quantity of a year in the step of its unit that suits it. */
  function said(me, value, unit) {
    const steps = me.units[unit] || [[1, unit]];
    const [step, name] =
      steps.find(([from]) => Math.abs(value) >= from) || (value ? steps.at(-1) : steps.find(([from]) => from === 1));
    return me.words.per_year.replace("{quantity}", `${number(me, value / step)}\u00a0${name}`);
  }

  /** What a link carries. Where only bands are known they make no sum: that of its only exchange, or of its largest. */
  function carried(me, link) {
    const { flows, units } = me.data;
    if (!flows.told) return said(me, link.quantity, units[link.unit]);
    const largest = link.flows.reduce((best, i) => ((flows.quantity[i] || 0) > (flows.quantity[best] || 0) ? i : best));
    const told = flows.told[largest] || me.words.unknown;
    return link.flows.length > 1 && flows.told[largest] ? me.words.of_which.replace("{quantity}", told) : told;
  }

  function counted(me, noun, n) {
    const one = me.lang === "fr" ? n < 2 : n === 1;
    return me.words[`${noun}.${one ? "one" : "other"}`].replace("{n}", number(me, n));
  }

  return { number, said, carried, counted };
})();
