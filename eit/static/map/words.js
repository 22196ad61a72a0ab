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

  function counted(me, noun, n) {
    const one = me.lang === "fr" ? n < 2 : n === 1;
    return me.words[`${noun}.${one ? "one" : "other"}`].replace("{n}", number(me, n));
  }

  return { number, said, counted };
})();
