'use strict';

/** The sums over states in the first section: made of what, and who is left out. */

function leftOut(sum) {
  const byReason = groupBy(sum.left_out, ([, reasons]) => reasons.join());
  return [...byReason.values()].map((list, place) => [
    place ? '; ' : null,
    listed(areaNames(list.map(([area]) => area))),
    ' (',
    reasonTags(list[0][1]),
    ')',
  ]);
}

function contributors(sum) {
  return sum.contributors
    .slice()
    .sort((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area))
    .map((part, place) => [
      place ? ', ' : null,
      areaName(part.area),
      ' ',
      part.figures.length === 1 && figureOf.has(part.figures[0])
        ? plainLink(figureOf.get(part.figures[0]), boundsText(part.lower, part.upper))
        : part.derived
          ? [boundsText(part.lower, part.upper), ' (from ', keyLinks(part.figures), ')']
          : keyLinks(part.figures),
    ]);
}

function sumRow(sum, withSplit) {
  const amount = [
    el('strong', {}, boundsText(sum.lower, sum.upper)),
    el('span', { class: 'describe' }, coverage(sum)),
    hasSeries ? el('span', { class: 'describe' }, membersInWords(sum)) : null,
  ];
  const cells = [
    measureName(sum.measure),
    splitWords(sum.split, null, 'All'),
    periodWords(sum.period),
    amount,
    levelTag(sum.level),
    contributors(sum),
    leftOut(sum),
  ];
  return withSplit ? cells : cells.filter((cell, place) => place !== 1);
}

/** Whether sums can make a series at all. */
const hasSeries = periods.filter(period => !isPooled(period)).length > 1;

/** Whether the sum may stand in a series, and what the states come to that are in the sum of every year. */
function membersInWords(sum) {
  if (sum.is_constant) return `the same states in every ${STEP}`;
  return sum.constant_lower === null
    ? `a single sum: no two states are in every ${STEP}`
    : `a single sum; the ${sum.constant.length} states of every ${STEP} come to ` +
        boundsText(sum.constant_lower, sum.constant_upper);
}

function regionalSums() {
  if (data.regional.length === 0) return null;
  const order = (a, b) =>
    measures.indexOf(a.measure) - measures.indexOf(b.measure) ||
    compareSplits(a.split, b.split) ||
    periods.indexOf(a.period) - periods.indexOf(b.period);
  const sums = data.regional.filter(sum => sum.is_sum).sort(order);
  const whole = sums.filter(sum => isTotalSplit(sum.split));
  const rest = sums.filter(sum => !isTotalSplit(sum.split));
  const none = data.regional.length - sums.length;
  const ranges = sums.filter(sum => sum.lower !== sum.upper).length;
  const columns = ['Measure', 'Group', 'Period', 'Sum', 'Level', 'Made of', 'Left out, and why'];
  const flat = columns.filter(name => name !== 'Group');
  return el(
    'div',
    {},
    el('h3', {}, 'Sums over states'),
    el(
      'p',
      { class: 'prose' },
      `${count(sums.length, 'sum', 'sums')} over states can be made. None is a total of the region unless `,
      'all states are in it: read each with the number of states that it covers. ',
      ranges > 0 ? `${number(ranges)} of them are ranges, because the sources leave room. ` : '',
      hasSeries
        ? `Only sums of the same states in every ${STEP} make a series, and only these states are added up over the ${STEP}s. ` +
            'The others are single sums, to be read by themselves. '
        : '',
      none > 0
        ? `For ${count(none, 'other combination', 'other combinations')} of measure, group and period there is none.`
        : '',
    ),
    whole.length > 0 &&
      textTable({
        caption: 'Sums over states, totals',
        hideCaption: true,
        columns: flat,
        rows: whole.map(sum => sumRow(sum, false)),
        heads: 1,
        className: 'sums',
      }),
    rest.length > 0 &&
      panel({
        level: 0,
        summary: `The same for parts of the totals (${count(rest.length, 'sum', 'sums')})`,
        className: 'small',
        build: () =>
          textTable({
            caption: 'Sums over states, parts',
            hideCaption: true,
            columns,
            rows: rest.map(sum => sumRow(sum, true)),
            heads: 2,
            className: 'sums',
          }),
      }),
  );
}
