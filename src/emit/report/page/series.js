'use strict';

/** The fourth section: how a state's figures move from year to year, as far as that may be read at all. */

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
      ', so compare a state with its own past only. Years are joined where the figure may be compared with the ' +
        'year before. They are not joined where it may not: see the marks.',
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

/** Groups that have series: totals, and each code that stands alone. Origins are too many. */
function seriesChoices() {
  const alone = data.figures.filter(
    figure => figure.split.filter(code => !WHOLE.has(code)).length === 1 && WHOLE.has(figure.split[3]),
  );
  const splits = new Map(alone.map(figure => [figure.split.join('.'), figure.split]));
  const kind = split => SPLIT_CHOICES[SPLITS[split.findIndex(code => !WHOLE.has(code))]];
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
        figure.split.every((code, place) => (WHOLE.has(code) ? '_T' : code) === of[place]) &&
        !figure.isShare,
    );
}

function seriesLegend() {
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
      item([svg('path', { d: 'M6 7h22', class: 'stroke' }), dot(6), dot(28)], 'may be compared with the year before'),
      item([dot(8), dot(26, true)], 'hollow: must not be compared with the year before'),
      item([svg('path', { d: 'M17 0v14', class: 'break' })], 'break in the series'),
      item(
        [svg('rect', { x: 11, y: 2, width: 12, height: 10, class: 'band' })],
        'a range: it can be any number within',
      ),
      item([svg('path', { d: 'M2 7h30', class: 'span' })], 'one figure for several years together, at its total'),
      item([svg('path', { d: 'M17 2l5 5l-5 5l-5-5z', class: 'diamond' })], 'from a remark'),
      el('li', {}, el('b', {}, 'n/a, .., ·'), ' no number, or nothing in the submission: a gap'),
    ),
  );
}

function seriesPanel(measure, of, isOnly) {
  // Each article of law has a series of its own: one code may stand for several articles of a state.
  const lines = [...groupBy(seriesFigures(measure, of), figure => `${figure.area}|${figure.article}`).values()].sort(
    ([a], [b]) => areas.indexOf(a.area) - areas.indexOf(b.area),
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
  const [{ area, article }] = figures;
  const law = WHOLE.has(article)
    ? null
    : el(
        'span',
        { class: 'muted' },
        ` ${entry('article', article).name} (${entry('article', article).description || article})`,
      );
  const model = seriesModel(figures, breaksOf(area, measure, of));
  return el(
    'figure',
    { class: 'multiple' },
    el('figcaption', {}, areaName(area), law),
    chart({ label: seriesSpeech(area, measure, of, model), draw: width => seriesPicture(model, width) }),
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
      one.measures.includes(measure) && (one.affects === null || !WHOLE.has(of[SPLITS.indexOf(one.affects)] || '_T')),
  );
}

/** What a chart draws. */
function seriesModel(figures, breaks) {
  const yearly = figures.filter(figure => !isPooled(figure.period));
  const tables = yearly.filter(figure => !figure.isRemark);
  const remarks = newsOnly(yearly).filter(figure => figure.isRemark && hasNumber(figure));
  const points = tables.filter(hasNumber).map(seriesPoint);
  const pooled = figures.filter(figure => isPooled(figure.period) && figure.value !== null);
  const spans = pooled.map(figure => ({
    first: spanOf(figure.period)[0],
    last: spanOf(figure.period)[1],
    value: figure.value,
    text: `${figureText(figure)} in ${periodWords(figure.period)}`,
  }));
  return {
    first: Number(years[0]),
    last: Number(years[years.length - 1]),
    points,
    spans,
    links: joined(points, breaks),
    all: [...newsOnly(yearly), ...figures.filter(figure => isPooled(figure.period))],
    remarks: remarks.map(figure => ({
      year: Number(figure.period),
      value: figure.value === null ? figure.lower : figure.value,
      text: figureText(figure),
    })),
    gaps: seriesGaps(tables, points, remarks),
    breaks: breaks.map(one => one.from),
    notes: [
      ...breaks.map(one => `Break in ${one.from}: ${one.what}`),
      ...spans.map(
        span => `The span is one figure for ${span.first}–${span.last} together. It is not a figure of each year.`,
      ),
    ],
  };
}

function seriesPoint(figure) {
  const lower = figure.value === null ? figure.lower || 0 : figure.value;
  const upper = figure.value === null ? (figure.upper === null ? lower : figure.upper) : figure.value;
  return {
    year: Number(figure.period),
    lower,
    upper,
    text: figureText(figure),
    level: figure.levels[1],
    isHollow: figure.levels[1] === 'N',
  };
}

/** Two neighbours are joined when nothing broke between them and the later may be compared with the earlier. */
function joined(points, breaks) {
  const sorted = points.slice().sort((a, b) => a.year - b.year);
  return sorted.flatMap((point, place) => {
    const before = sorted.slice(0, place).find(one => one.year === point.year - 1);
    const isBroken = breaks.some(one => one.from === point.year);
    return before && !isBroken && point.level !== 'N' && point.level !== '_Z' ? [[before, point]] : [];
  });
}

function seriesGaps(figures, points, remarks) {
  return years
    .map(Number)
    .filter(
      year => !points.some(point => point.year === year) && !remarks.some(figure => Number(figure.period) === year),
    )
    .map(year => {
      const figure = figures.find(one => Number(one.period) === year);
      return { year, text: figure ? figureText(figure) : '·' };
    });
}

function seriesSpeech(area, measure, of, model) {
  const said = model.all.map(figure => `${periodWords(figure.period)}: ${figureSpeech(figure)}`);
  const title = `${areaName(area)}, ${measureName(measure)}, ${splitWords(of, null, 'totals')}`;
  return `${title}. ${said.join('; ')}. ${model.notes.join(' ')}`.trim();
}
