'use strict';

/** The fourth section: how a state's figures move from period to period, as far as that may be read at all. */

const openSeries = new Set();

function drawSeries() {
  const groups = seriesChoices();
  const of = chosenSeries();
  const shown = shownMeasures().filter(measure => seriesFigures(measure, of).length > 0);
  if (openSeries.size === 0 && shown.length > 0) openSeries.add(shown[0]);
  show(
    'series',
    el(
      'p',
      { class: 'prose' },
      'One small chart for each state. ',
      el('strong', {}, 'Each chart has a scale of its own'),
      `, so compare a state with its own past only. ${sentence(STEP)}s are joined where the figure may be compared with the ` +
        `${STEP} before. They are not joined where it may not: see the marks.`,
    ),
    seriesLegend(),
    el(
      'div',
      { class: 'controls' },
      choice({ id: 'of', label: 'Group', value: state.of, groups, onChange: value => setFilter('of', value) }),
    ),
    shown.length === 0
      ? el('p', { class: 'muted' }, 'No series with these filters.')
      : shown.map(measure => seriesPanel(measure, of, shown.length === 1)),
  );
}

/** Groups that have series: totals, and each code that stands alone. Countries are too many. */
function seriesChoices() {
  const alone = data.figures.filter(
    figure =>
      splitsOf(figure).length === 1 && splitsOf(figure).every(place => !dimensionOf.get(SPLITS[place]).countries),
  );
  const splits = new Map(alone.map(figure => [figure.split.join('.'), figure.split]));
  const kind = split => splitName(SPLITS[split.findIndex((code, place) => !isWhole(code, place))]);
  const sorted = [...splits.values()].sort(compareSplits);
  return [
    [null, [['', 'Totals']]],
    ...[...groupBy(sorted, kind)].map(([name, list]) => [
      name,
      list.map(split => [split.join('.'), splitWords(split)]),
    ]),
  ];
}

function chosenSeries() {
  const known = seriesChoices()
    .flatMap(([, list]) => list)
    .some(([code]) => code === state.of);
  return state.of && known ? state.of.split('.') : TOTAL_SPLIT;
}

/** The figures of a series. */
function seriesFigures(measure, of) {
  return figuresOfMeasure
    .get(measure)
    .filter(
      figure =>
        (!state.area || figure.area === state.area) &&
        figure.split.every((code, place) => code === of[place]) &&
        !(figure.isDetailed && of.every(isWhole)) &&
        !figure.isShare,
    );
}

function seriesLegend() {
  const absences = data.lists.absence
    .map(([code]) => code)
    .filter(code => data.figures.some(figure => figure.absence === code && !hasNumber(figure)));
  const item = (picture, words) =>
    el(
      'li',
      {},
      svg('svg', { width: 34, height: 14, viewBox: '0 0 34 14', 'aria-hidden': 'true' }, picture),
      ' ',
      words,
    );
  const dot = (x, hollow) => svg('circle', { cx: x, cy: 7, r: 3.5, class: hollow ? 'dot hollow' : 'dot' });
  return el(
    'div',
    { class: 'legend', role: 'group', 'aria-label': 'Signs in the charts' },
    el(
      'ul',
      {},
      item(
        [svg('path', { d: 'M6 7h22', class: 'stroke' }), dot(6), dot(28)],
        `may be compared with the ${STEP} before`,
      ),
      item([dot(8), dot(26, true)], `hollow: must not be compared with the ${STEP} before`),
      item([svg('path', { d: 'M17 0v14', class: 'break' })], 'break in the series'),
      item(
        [svg('rect', { x: 11, y: 2, width: 12, height: 10, class: 'band' })],
        'a range: it can be any number within',
      ),
      item([svg('path', { d: 'M2 7h30', class: 'span' })], 'one figure for several years together, at its total'),
      item([svg('path', { d: 'M17 2l5 5l-5 5l-5-5z', class: 'diamond' })], 'from a remark'),
      el(
        'li',
        {},
        el('b', {}, [...absences.slice(0, 2).map(absenceSign), '·'].join(', ')),
        ' no number, or nothing in the submission: a gap',
      ),
    ),
  );
}

function seriesPanel(measure, of, isOnly) {
  // Each national detail has a series of its own, for one code may stand for several of a state; and so have years and
  // their parts, which cannot share a scale.
  const line = figure => [figure.area, ...figure.details, stepOf(figure.period)].join('|');
  const lines = [...groupBy(seriesFigures(measure, of), line).values()].sort(
    ([a], [b]) => stepOf(b.period) - stepOf(a.period) || areas.indexOf(a.area) - areas.indexOf(b.area),
  );
  const states = new Set(lines.filter(line => line.some(hasNumber)).map(([figure]) => figure.area)).size;
  return panel({
    id: `series-${measure}`,
    open: isOnly || openSeries.has(measure),
    summary: [
      measureName(measure),
      ' ',
      el(
        'span',
        { class: 'count' },
        `${splitWords(of, null, 'totals').toLowerCase()}, numbers from ${count(states, 'state', 'states')}`,
      ),
    ],
    onToggle: isOpen => (isOpen ? openSeries.add(measure) : openSeries.delete(measure)),
    build: () =>
      el(
        'div',
        { class: 'multiples' },
        lines.map(figures => seriesOfState(measure, of, figures)),
      ),
  });
}

function seriesOfState(measure, of, figures) {
  const [{ area, period }] = figures;
  const words = [detailWords(figures[0]), hasParts && stepWords(stepOf(period))].filter(Boolean).join(', ');
  const model = seriesModel(figures, breaksOf(area, measure, of));
  const isLong = model.last - model.first >= LONG;
  return el(
    'figure',
    { class: `multiple${isLong ? ' long' : ''}` },
    el('figcaption', {}, areaName(area), words && el('span', { class: 'muted' }, ` ${words}`)),
    chart({ label: seriesSpeech(area, measure, of, model), draw: width => seriesPicture(model, width), isLong }),
    el(
      'p',
      { class: 'under' },
      model.all.map((figure, place) => [
        place ? ' · ' : null,
        `${periodWords(figure.period)}: `,
        plainLink(figure),
        figure.isRemark ? el('sup', {}, 'r') : null,
      ]),
    ),
    model.notes.map(note => el('p', { class: 'under note' }, note)),
  );
}

/** Breaks that a state declares for a measure, or for the split that is shown. */
function breaksOf(area, measure, of) {
  const profile = data.profiles[area] || { breaks: [] };
  return profile.breaks.filter(
    one =>
      one.measures.includes(measure) &&
      (one.affects === null || of.some((code, place) => SPLITS[place] === one.affects && !isWhole(code, place))),
  );
}

/** How many periods need a chart as wide as the page. */
const LONG = 8;

/** The months from one point of a series to the next. */
const stepOf = period => Math.min(YEAR, monthsOf(period));
const stepWords = months => ({ 1: 'by month', 3: 'by quarter', 12: 'by year' })[months] || `by ${months} months`;

/** Where a period stands in a series with this step; one for several years stands at its first. */
const placeOf = (period, step) => Math.floor(spanOf(period)[0] / step);

/** What a chart draws. */
function seriesModel(figures, breaks) {
  const step = stepOf(figures[0].period);
  const single = figures.filter(figure => !isPooled(figure.period));
  const tables = single.filter(figure => !figure.isRemark);
  const remarks = newsOnly(single).filter(figure => figure.isRemark && hasNumber(figure));
  const points = tables.filter(hasNumber).map(figure => seriesPoint(figure, step));
  const shown = periods
    .filter(period => !isPooled(period) && stepOf(period) === step)
    .map(period => placeOf(period, step));
  const pooled = figures.filter(figure => isPooled(figure.period) && figure.value !== null);
  const spans = pooled.map(figure => ({
    first: placeOf(figure.period, step),
    last: spanOf(figure.period)[1] / step - 1,
    value: figure.value,
    words: periodWords(figure.period),
    text: `${figureText(figure)} in ${periodWords(figure.period)}`,
  }));
  return {
    step,
    first: Math.min(...shown, ...spans.map(span => span.first)),
    last: Math.max(...shown, ...spans.map(span => span.last)),
    points,
    spans,
    links: joined(points, breaks, step),
    all: [...newsOnly(single), ...figures.filter(figure => isPooled(figure.period))],
    remarks: remarks.map(figure => ({
      at: placeOf(figure.period, step),
      value: figure.value === null ? figure.lower : figure.value,
      text: figureText(figure),
    })),
    gaps: seriesGaps(shown, tables, points, remarks),
    breaks: breaks.map(one => breakAt(one, step)),
    notes: [
      ...breaks.map(one => `Break in ${one.from}: ${one.what}`),
      ...spans.map(span => `The span is one figure for ${span.words} together. It is not a figure of each year.`),
    ],
  };
}

/** The place of the first period of a new series. */
const breakAt = (one, step) => (one.from * YEAR) / step;

function seriesPoint(figure, step) {
  const lower = figure.value === null ? figure.lower || 0 : figure.value;
  const upper = figure.value === null ? (figure.upper === null ? lower : figure.upper) : figure.value;
  return {
    at: placeOf(figure.period, step),
    lower,
    upper,
    text: figureText(figure),
    level: figure.levels[1],
    isHollow: figure.levels[1] === 'not-comparable',
  };
}

/** Two neighbours are joined when nothing broke between them and the later may be compared with the earlier. */
function joined(points, breaks, step) {
  const sorted = points.slice().sort((a, b) => a.at - b.at);
  return sorted.flatMap((point, place) => {
    const before = sorted.slice(0, place).find(one => one.at === point.at - 1);
    const isBroken = breaks.some(one => breakAt(one, step) === point.at);
    const isComparable = COMPARED_LEVELS.includes(point.level) && !point.isHollow;
    return before && !isBroken && isComparable ? [[before, point]] : [];
  });
}

function seriesGaps(shown, figures, points, remarks) {
  const isAt = at => figure => placeOf(figure.period, stepOf(figure.period)) === at;
  return shown
    .filter(at => !points.some(point => point.at === at) && !remarks.some(isAt(at)))
    .map(at => {
      const figure = figures.find(isAt(at));
      return { at, text: figure ? figureText(figure) : '·' };
    });
}

function seriesSpeech(area, measure, of, model) {
  const said = model.all.map(figure => `${periodWords(figure.period)}: ${figureSpeech(figure)}`);
  const title = `${areaName(area)}, ${measureName(measure)}, ${splitWords(of, null, 'totals')}`;
  return `${title}. ${said.join('; ')}. ${model.notes.join(' ')}`.trim();
}
