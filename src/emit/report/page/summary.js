'use strict';

/** The first section: what the round holds, what can be compared and summed, and which published total fails. */

function drawSummary() {
  show('summary', roundInWords(), answers(), levelTable(), comparableSets(), regionalSums());
}

function roundInWords() {
  const withNumber = data.figures.filter(hasNumber).length;
  const states = new Set(data.figures.map(figure => figure.area)).size;
  const isOwn = figure => !PROVIDER || isTotalOf(PROVIDER.column, column(figure, PROVIDER.column));
  const ownStates = new Set(data.figures.filter(isOwn).map(figure => figure.area)).size;
  const organisations = data.providers.filter(code => !isTotalOf(PROVIDER.column, code)).map(senderName);
  const span = years.length > 1 ? `${years[0]} to ${years[years.length - 1]}` : years.join('');
  const without = data.figures.length - withNumber;
  return el(
    'div',
    { class: 'prose' },
    el(
      'p',
      { class: 'large' },
      organisations.length > 0 ? `What ${listed(organisations)} sent` : `The submissions of ${count(states, 'state', 'states')}`,
      organisations.length === 0 ? ' hold ' : ownStates > 0 ? ` and the submissions of ${count(ownStates, 'state', 'states')} hold ` : ' holds ',
      `${count(data.figures.length, 'figure', 'figures')} `,
      organisations.length > 0 && ownStates === 0 ? `about ${count(states, 'state', 'states')} ` : null,
      `for ${span}. `,
      without === 0
        ? 'All of them are numbers.'
        : `${number(withNumber)} of them are numbers. The other ${number(without)} name something and give no number, ` +
            'which is never the same as zero.',
    ),
    data.round.remark ? el('p', { class: 'notice' }, data.round.remark) : null,
  );
}

/** The answers for those who read nothing else: what can be said, and what cannot. */
function answers() {
  const yes = data.objects.map(([object, list]) => bestAnswer(list)).filter(Boolean);
  const no = [noRegionalTotal(), ...publishedTotals(), ...pairsInWords(), noSets()].filter(Boolean);
  return el(
    'div',
    { class: 'answers' },
    el(
      'div',
      {},
      el('h3', {}, 'What can be said, for example'),
      yes.length > 0
        ? el(
            'ul',
            {},
            yes.map(words => el('li', {}, words)),
          )
        : el('p', {}, 'No two states can be compared.'),
    ),
    el(
      'div',
      {},
      el('h3', {}, 'What cannot be said'),
      no.length > 0
        ? el(
            'ul',
            {},
            no.map(words => el('li', {}, words)),
          )
        : el('p', {}, 'Nothing stands against a comparison.'),
    ),
  );
}

/** Of the measures of one object, the one in which most states can be compared in most years, and its sums. */
function bestAnswer(list) {
  const sets = data.sets.filter(set => list.includes(set.measure) && isTotalSplit(set.split) && !isPooled(set.period));
  const groups = [...groupBy(sets, set => `${set.measure}|${set.areas.join()}`).values()];
  const [best] = groups.sort((a, b) => b.length * b[0].areas.length - a.length * a[0].areas.length);
  if (!best) return null;
  const { measure } = best[0];
  const limited = best.some(set => set.level !== 'comparable') ? ', with limits' : '';
  const sums = data.regional.filter(
    sum => sum.is_sum && sum.measure === measure && isTotalSplit(sum.split) && !isPooled(sum.period),
  );
  const series = sums.filter(sum => sum.constant_lower !== null);
  const same = series.length > 1 ? constantSums(measure, series[0].constant) : null;
  const single = sums.filter(sum => series.length < 2 || !sum.is_constant);
  const singles = single.map(
    sum =>
      `${boundsText(sum.lower, sum.upper)} in ${periodWords(sum.period)} ` +
      `(${listed(areaNames(sum.contributors.map(part => part.area)))})`,
  );
  // Comparing and adding ask for different things, so the states are not always the same.
  return [
    el('strong', {}, measureName(measure)),
    `: ${listed(areaNames(best[0].areas))} can be compared in `,
    `${listed(periodsWords(best.map(set => set.period)))}${limited}. `,
    same ? `Added up, the same states in every ${STEP}: ${same}. ` : null,
    singles.length > 0
      ? `${same ? 'Single sums of more states, which' : `Single sums, whose states change from ${STEP} to ${STEP}; they`} ` +
        `are no series: ${singles.join('; ')}. `
      : null,
    sums.length > 0 ? 'Below is who is left out of each sum, and why.' : 'They cannot be added up.',
  ];
}

/** The sums of the states that are in the sum of every year, and of all years together. */
function constantSums(measure, states) {
  const sums = data.regional.filter(
    sum => sum.measure === measure && isTotalSplit(sum.split) && sum.constant_lower !== null,
  );
  const amounts = sums.map(
    sum => `${boundsText(sum.constant_lower, sum.constant_upper)} in ${periodWords(sum.period)}`,
  );
  // Months would make a long list; all sums stand in the table below.
  const shown = amounts.length > LONG ? [`${amounts[0]} to ${amounts[amounts.length - 1]}`] : amounts;
  return `${listed(areaNames(states))}: ${shown.join(', ')}`;
}

function noRegionalTotal() {
  if (!data.regional.some(sum => sum.is_sum))
    return [el('strong', {}, 'A total of the region'), ': no sum over states can be made.'];
  const widest = Math.max(
    0,
    ...data.regional.filter(sum => sum.is_sum && isTotalSplit(sum.split)).map(sum => sum.contributors.length),
  );
  if (widest === data.round.areas.length) return null;
  return [
    el('strong', {}, 'A total of the region'),
    `: no sum of any measure covers all ${data.round.areas.length} states, for they do not count the same thing. `,
    `The widest covers ${count(widest, 'state', 'states')}.`,
  ];
}

/** How many comparisons hold, and what most often stands against those that do not. */
function pairsInWords() {
  const pairs = data.pairs.filter(pair => pair[5] !== null && pair[6] !== null);
  const at = level => pairs.filter(pair => nameOfLevel.get(pair[7]) === level);
  const [full, limited, none] = COMPARED_LEVELS.map(at);
  if (none.length === 0) return [];
  const fully =
    full.length === 0
      ? 'None of them is comparable without a limit'
      : `${count(full.length, 'is', 'are')} comparable without a limit`;
  const reasons = none.flatMap(pair => [
    ...new Set(data.reasons[pair[8]].filter(([, weight]) => weight === 'breaks').map(([code]) => code)),
  ]);
  const frequent = [...groupBy(reasons, code => code)]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, 3)
    .map(([code, list]) => `${reasonName(code).toLowerCase()} (${list.length})`);
  return [
    [
      el(
        'strong',
        {},
        none.length * 2 > pairs.length ? 'Most comparisons of two states' : 'Some comparisons of two states',
      ),
      `: in ${number(pairs.length)} cases two states have a figure of the same kind, period and group. `,
      `${fully}; ${number(limited.length)} are comparable with limits; ${number(none.length)} are not comparable.`,
      frequent.length > 0 ? ` The most frequent reasons are: ${listed(frequent)}.` : null,
    ],
  ];
}

const isTotalWithNumber = figure => hasNumber(figure) && isTotalSplit(figure.split);

/** Measures of which several states give a total, and in which no two of them can be compared. */
function noSets() {
  const inSets = new Set(data.sets.filter(set => isTotalSplit(set.split)).map(set => set.measure));
  const left = measures.filter(
    measure =>
      !inSets.has(measure) &&
      new Set((figuresOfMeasure.get(measure) || []).filter(isTotalWithNumber).map(figure => figure.area)).size > 1,
  );
  return (
    left.length > 0 && [
      el('strong', {}, 'Any comparison of'),
      ` ${left.map(measure => measureName(measure).toLowerCase()).join('; ')}: `,
      'several states give a total, and no two of these totals can be compared.',
    ]
  );
}

function levelTable() {
  const total = data.figures.length;
  const rows = USES.map((use, place) => {
    const counts = LEVELS.map(level => [level, data.figures.filter(figure => figure.levels[place] === level).length]);
    return [USE_WORDS[use].long, ...counts.map(([, amount]) => number(amount)), levelBar(counts, total)];
  });
  const heads = LEVELS.map(level => levelTag(level));
  return el(
    'div',
    {},
    el('h3', {}, 'How far the figures carry'),
    el(
      'p',
      { class: 'prose' },
      'A figure can be good for one use and not for another. So each figure has three levels. ',
      el('a', { href: '#reading' }, 'How levels are found'),
      '.',
    ),
    textTable({
      caption: 'Number of figures at each level',
      hideCaption: true,
      columns: ['Use', ...heads, 'Share'],
      rows,
      className: 'numbers',
    }),
  );
}

/** A bar of the shares; the numbers stand beside it, so it is hidden from those who hear the page. */
function levelBar(counts, total) {
  return el(
    'span',
    { class: 'level-bar', 'aria-hidden': 'true' },
    counts
      .filter(([, amount]) => amount > 0)
      .map(([level, amount]) =>
        el(
          'span',
          { class: `level-${level}`, style: `flex-grow:${Math.max(1, Math.round((amount * 1000) / total))}` },
          levelMark(level),
        ),
      ),
  );
}

const isTotalSplit = split => split.every(isWhole);

/** Sets of states, one line for each measure and set, with the periods in which the set holds. */
function comparableSets() {
  if (data.sets.length === 0) return null;
  const groups = groupBy(data.sets, set =>
    [set.measure, set.split.join('.'), set.areas.join('.'), set.level].join('|'),
  );
  const lines = [...groups.values()].map(sets => ({
    ...sets[0],
    periods: sets.map(set => set.period),
    reasons: [...new Set(sets.flatMap(set => set.reasons))].sort(),
  }));
  const row = line => [
    measureName(line.measure),
    splitWords(line.split, null, 'All'),
    listed(areaNames(line.areas)),
    periodsWords(line.periods).join(', '),
    levelTag(line.level),
    reasonTags(line.reasons),
  ];
  const columns = ['Measure', 'Group', 'States', 'Periods', 'Level', 'What limits it'];
  const order = (a, b) => measures.indexOf(a.measure) - measures.indexOf(b.measure) || compareSplits(a.split, b.split);
  const whole = lines.filter(line => isTotalSplit(line.split)).sort(order);
  const rest = lines.filter(line => !isTotalSplit(line.split)).sort(order);
  return el(
    'div',
    {},
    el('h3', {}, 'Largest comparable groups'),
    el(
      'p',
      { class: 'prose' },
      'Each line is a group of states in which every state can be compared with every other, the largest by number for its ',
      `measure and ${STEP}; smaller groups beside it stand in the matrix. What limits a group `,
      'limits at least two of them in one of the periods. ',
      'A measure that is missing here has no two states that can be compared.',
    ),
    textTable({
      caption: 'Comparable sets of states, totals',
      hideCaption: true,
      columns: columns.filter(name => name !== 'Group'),
      rows: whole.map(line => row(line).filter((cell, place) => place !== 1)),
    }),
    rest.length > 0 &&
      panel({
        level: 0,
        summary: `The same for parts of the totals (${count(rest.length, 'line', 'lines')})`,
        className: 'small',
        build: () =>
          textTable({
            caption: 'Comparable sets of states, parts',
            hideCaption: true,
            columns,
            rows: rest.map(row),
            heads: 2,
          }),
      }),
  );
}

/** The published totals of the whole region, in words. */
function publishedTotals() {
  const groups = groupBy(
    data.reconciled.filter(test => test.area === null),
    test => test.code,
  );
  return [...groups.values()].map(publishedInWords);
}

function publishedInWords(tests) {
  const [{ value, words, period }] = tests;
  const as = result => tests.filter(test => test.result === result);
  const follows = as('follows');
  const near = as('differs').map(test => `${number(test.sum)} (${test.difference.replace('-', '−')})`);
  const start = [el('strong', {}, `The published number ${number(value)}`), ` (“${words}”, ${periodWords(period)}): `];
  const end = [' ', el('a', { href: '#reconciliation' }, 'The readings in full'), '.'];
  if (follows.some(test => test.reading === tests[0].reading)) return [start, 'it follows from the submissions.', end];
  const middle =
    follows.length > 0
      ? `it does not follow as labelled; it follows when read as: ${listed(follows.map(test => test.reading))}. `
      : '';
  const [first] = tests;
  const none = follows.length === 0 ? 'None of the other readings tried here gives it' : 'Other readings';
  const sums = near.length > 0 ? `${none}: ${listed(near)}.` : '';
  const missing =
    first.result === 'cannot be checked' && first.missing.length > 0
      ? `as it is labelled it cannot be checked, for ${count(first.missing.length, 'state gives', 'states give')} ` +
        `no total of this kind (${listed(areaNames(first.missing))}); the others come to ${number(first.sum)}. `
      : first.result === 'differs'
        ? `as it is labelled it should be ${number(first.sum)}. `
        : '';
  return [start, missing, middle, sums, end];
}
