'use strict';

/** The third section: states against states. */

function drawMatrix() {
  const chosen = chosenMatrix();
  const pairs = (pairsOf.get(pairsKey(chosen.object, chosen.period, chosen.split)) || [])
    .map(pairFrom)
    .filter(pair => !state.area || pair.a === state.area || pair.b === state.area);
  show(
    'matrix',
    el(
      'p',
      { class: 'prose' },
      'Each cell compares two states. Select a cell to read the reasons. Within the table the arrow keys move ' +
        'from cell to cell. ',
      'The same measures are compared if both states have them; otherwise the first measure of each. Where two ' +
        'states share several measures, the cell shows the best level, and the reasons show all. A state that has ' +
        'one figure for several years takes part with it in each of them; the reasons say so.',
    ),
    el('div', { class: 'controls' }, matrixChoices(chosen)),
    matrixLegend(),
    matrixTable(chosen, pairs),
    obstacles(pairs),
  );
}

/** What is compared: what the reader chose, as far as it exists, else what the filters suggest. */
function chosenMatrix() {
  const wanted = state.measure ? objectOf.get(state.measure) : state.object;
  const compared = new Set(data.pairs.map(([object]) => object));
  const objects = data.objects.map((one, place) => place).filter(place => compared.has(place));
  const object = [objects.find(place => data.objects[place][0] === wanted), ...objects].find(one => one !== undefined);
  const occurring = new Set(data.pairs.filter(pair => pair[0] === object).map(pair => pair[1]));
  const objectPeriods = periods.filter(period => occurring.has(period));
  const lastYear = objectPeriods.filter(period => !isPooled(period)).pop() || objectPeriods[0];
  const period = [state.year, state.period, lastYear].find(one => objectPeriods.includes(one));
  const splits = data.splits
    .map((split, place) => place)
    .filter(place => pairsOf.has(pairsKey(object, period, place)))
    .sort((a, b) => compareSplits(data.splits[a], data.splits[b]));
  const split = [data.splits.findIndex(one => one.join('.') === state.split), splits[0]].find(place =>
    splits.includes(place),
  );
  return { object, period, split, objectPeriods, splits };
}

function matrixChoices({ object, period, split, objectPeriods, splits }) {
  const set = (name, filter) => value => {
    // A choice made here is about the matrix; the filters above would otherwise overrule it.
    if (state[filter]) {
      state[filter] = '';
      document.getElementById(filter).value = '';
    }
    setFilter(name, value);
  };
  return [
    choice({
      id: 'object',
      label: 'What is counted',
      value: data.objects[object][0],
      onChange: set('object', 'measure'),
      groups: [
        [
          null,
          data.objects
            .filter((one, place) => data.pairs.some(pair => pair[0] === place))
            .map(([name]) => [name, objectName(name)]),
        ],
      ],
    }),
    choice({
      id: 'period',
      label: 'Period',
      value: period,
      onChange: set('period', 'year'),
      groups: [[null, objectPeriods.map(one => [one, periodHeading(one)])]],
    }),
    choice({
      id: 'split',
      label: 'Group',
      value: data.splits[split].join('.'),
      onChange: value => setFilter('split', value),
      groups: splitGroups(splits),
    }),
  ];
}

function splitGroups(splits) {
  const kind = place => {
    const split = data.splits[place]
      .map((code, at) => (isWhole(code, at) ? null : splitName(SPLITS[at])))
      .filter(Boolean);
    return split.length === 1 ? split[0] : split.length === 0 ? '' : 'More than one';
  };
  return [...groupBy(splits, kind)].map(([name, list]) => [
    name || null,
    list.map(place => [data.splits[place].join('.'), splitWords(data.splits[place], null, 'All')]),
  ]);
}

/** The levels that two figures can have. */
const COMPARED_LEVELS = LEVELS.filter(level => level !== 'not-applicable');

function matrixLegend() {
  return el(
    'div',
    { class: 'legend', role: 'group', 'aria-label': 'Signs in the matrix' },
    el(
      'ul',
      {},
      COMPARED_LEVELS.map(level =>
        el('li', {}, el('span', { class: `figure level-${level} sample` }, levelMark(level)), ' ', LEVEL_WORDS[level]),
      ),
      el(
        'li',
        {},
        el('span', { class: 'figure level-gap sample' }, '·'),
        ' one of the two has no figure, so nothing can be compared',
      ),
    ),
  );
}

const isGap = pair => pair.figureA === null || pair.figureB === null;

function matrixTable({ object, period, split }, pairs) {
  const byAreas = groupBy(
    pairs.flatMap(pair => [
      [`${pair.a}|${pair.b}`, pair],
      [`${pair.b}|${pair.a}`, pair],
    ]),
    ([key]) => key,
  );
  const between = (a, b) => (byAreas.get(`${a}|${b}`) || []).map(([, pair]) => pair);
  const [name, objectMeasures] = data.objects[object];
  const rows = shownAreas().map(row => [
    el(
      'th',
      { scope: 'row', class: 'state' },
      areaName(row),
      el('span', { class: 'own' }, ownFigures(row, pairs, objectMeasures, period, data.splits[split])),
    ),
    ...areas.map(other =>
      row === other
        ? el('td', { class: 'diagonal' }, spoken('the same state'))
        : el('td', { class: 'pair' }, pairButton(row, other, between(row, other))),
    ),
  ]);
  const caption =
    `${objectName(name)}, ${splitWords(data.splits[split], null, 'all')}, ` +
    `${periodHeading(period)}: comparison between states`;
  const node = table({
    caption,
    columns: ['State and its figures', ...areas.map(area => el('abbr', { title: areaName(area) }, area))],
    rows,
    className: 'matrix',
  });
  node.addEventListener('keydown', moveInMatrix);
  const first = node.querySelector('button');
  if (first) first.tabIndex = 0;
  return node;
}

/** The figures of a state that the matrix compares; without any, what the state has in the place of a number. */
function ownFigures(area, pairs, objectMeasures, period, split) {
  const compared = pairs.flatMap(pair => [pair.figureA, pair.figureB]).filter(figure => figure && figure.area === area);
  const instead = () => objectMeasures.flatMap(measure => figuresAt(area, measure, period, split));
  const found = compared.length > 0 ? [...new Set(compared)] : instead();
  return found
    .slice(0, 3)
    .map((figure, place) => [
      place ? ', ' : null,
      el('a', { href: `#${figure.key}`, title: figureWords(figure) }, figureText(figure)),
      ` ${measureName(figure.measure).toLowerCase()}${otherwise(figure, period)}`,
    ]);
}

/** In which way a figure is not simply one of the period. */
function otherwise(figure, period) {
  const notes = [
    figure.period === period ? null : `${periodWords(figure.period)} in one figure`,
    figure.isRemark ? 'remark' : null,
  ].filter(Boolean);
  return notes.length > 0 ? ` (${notes.join(', ')})` : '';
}

/** The address of a pair, so that its reasons can be linked to. */
function pairAddress({ object, period, split, a, b }) {
  return `pair/${[object, period.replace('/', '~'), split.join('.'), a, b].join('/')}`;
}

/** The best of several comparisons of two states. */
function bestPair(pairs) {
  const rank = pair => (isGap(pair) ? COMPARED_LEVELS.length : COMPARED_LEVELS.indexOf(pair.level));
  return pairs.slice().sort((a, b) => rank(a) - rank(b))[0];
}

function pairButton(row, other, pairs) {
  if (pairs.length === 0) return spoken('not compared');
  const pair = bestPair(pairs);
  const kind = isGap(pair) ? 'gap' : pair.level;
  const words = isGap(pair) ? 'no figure to compare with' : LEVEL_WORDS[pair.level];
  return el(
    'button',
    {
      type: 'button',
      class: `figure level-${kind}`,
      tabindex: -1,
      'aria-label': `${areaName(row)} and ${areaName(other)}: ${words}`,
      title: `${areaName(row)} and ${areaName(other)}: ${words}`,
      onclick: () => openAddress(pairAddress(pair)),
    },
    isGap(pair) ? el('span', { 'aria-hidden': 'true' }, '·') : levelMark(pair.level),
  );
}

const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

/** Moves the focus with the arrow keys; over the diagonal it goes on to the next cell. */
function moveInMatrix(event) {
  const step = STEPS[event.key];
  const cell = event.target.closest('td');
  if (!step || !cell || event.target.tagName !== 'BUTTON') return;
  event.preventDefault();
  const rows = [...cell.closest('tbody').rows];
  let row = rows.indexOf(cell.parentElement);
  let place = cell.cellIndex;
  do {
    row += step[0];
    place += step[1];
    const target = rows[row] && rows[row].cells[place] && rows[row].cells[place].querySelector('button');
    if (!target) continue;
    event.target.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
    return;
  } while (rows[row] && rows[row].cells[place]);
}

/** Which reasons stand between the states of this matrix, the most frequent first. */
function obstacles(pairs) {
  const real = pairs.filter(pair => !isGap(pair));
  if (real.length === 0) return el('p', { class: 'muted' }, 'No two states have a figure here.');
  const counted = new Map();
  for (const pair of real) {
    for (const [reason, severity] of new Map(
      pair.reasons.map(([code, weight]) => [`${code}|${weight}`, [code, weight]]),
    ).values()) {
      const counts = counted.get(reason) || { breaks: 0, caution: 0, note: 0 };
      counts[severity] += 1;
      counted.set(reason, counts);
    }
  }
  const order = ([, a], [, b]) => b.breaks - a.breaks || b.caution - a.caution || b.note - a.note;
  const rows = [...counted]
    .sort(order)
    .map(([code, counts]) => [
      reasonName(code),
      number(counts.breaks),
      number(counts.caution),
      entry('comparability_reason', code).description,
    ]);
  return panel({
    level: 3,
    className: 'small',
    open: true,
    summary: `What stands between them (${count(real.length, 'comparison', 'comparisons')} of two figures)`,
    build: () =>
      textTable({
        caption: 'Reasons and the number of comparisons that they stand against',
        hideCaption: true,
        columns: ['Reason', 'Breaks', 'Limits', 'What it means'],
        rows,
        className: 'reasons',
      }),
  });
}
