'use strict';

/** The second section: a table of states and periods for each measure. */

/** Panels that the reader has opened, so that a change of filter does not close them. */
const openMeasures = new Set();

function drawMeasures() {
  const groups = [[null, [['', 'Totals'], ...BREAKDOWNS.map(name => [name, splitName(name)])]]];
  const select = choice({
    id: 'by',
    label: 'Split by',
    value: state.by,
    groups,
    onChange: value => setFilter('by', value),
  });
  const hasFigures = measure => figuresOfMeasure.get(measure).some(passes);
  const shown = shownMeasures().filter(hasFigures);
  const silent = shownMeasures().filter(measure => !hasFigures(measure));
  if (openMeasures.size === 0 && shown.length > 0) openMeasures.add(shown[0]);
  show(
    'measures',
    el(
      'p',
      { class: 'prose' },
      'States in rows, periods in columns. The sign and the shade of a figure say how far it can be used for: ',
      el('strong', {}, USE_WORDS[state.use].long.toLowerCase()),
      '. Choose another use in the filters. Select a figure to see why, and where it comes from.',
    ),
    legend(),
    BREAKDOWNS.length > 0 && el('div', { class: 'controls' }, select),
    shown.map(measure => measurePanel(measure, shown.length === 1)),
    silent.length > 0 &&
      el(
        'p',
        { class: 'muted after' },
        'No figures with these filters: ',
        silent.map(measure => measureName(measure).toLowerCase()).join('; '),
        '.',
      ),
  );
}

/** The signs of tables: levels, marks and what stands in place of a number. */
function legend() {
  const absences = [...new Set(data.figures.filter(figure => !hasNumber(figure)).map(figure => figure.absence))];
  const level = code =>
    el('li', {}, el('span', { class: `figure level-${code} sample` }, levelMark(code)), ' ', LEVEL_WORDS[code]);
  return el(
    'div',
    { class: 'legend', role: 'group', 'aria-label': 'Signs in the tables' },
    el(
      'ul',
      {},
      LEVELS.map(level),
      el('li', {}, el('b', {}, '9–15'), ' a range: the source leaves room'),
      el('li', {}, el('sup', {}, 'r'), ' from a remark, not from a table'),
      absences.map(code =>
        el('li', {}, el('b', {}, absenceSign(code)), ` ${entry('absence', code).name.toLowerCase()}`),
      ),
      el('li', {}, el('b', {}, '·'), ' not in the submission'),
      el('li', { class: 'strong' }, 'Nothing here but a 0 means zero.'),
    ),
  );
}

function measurePanel(measure, isOnly) {
  const { name, description } = entry('measure', measure);
  const figures = figuresOfMeasure.get(measure).filter(figure => passes(figure));
  const states = new Set(figures.filter(hasNumber).map(figure => figure.area)).size;
  const note = el(
    'span',
    { class: 'count' },
    `${count(figures.length, 'figure', 'figures')}, numbers from ${count(states, 'state', 'states')}`,
  );
  return panel({
    id: `measure-${measure}`,
    summary: [name, ' ', note],
    open: isOnly || openMeasures.has(measure),
    onToggle: isOpen => (isOpen ? openMeasures.add(measure) : openMeasures.delete(measure)),
    build: () => [el('p', { class: 'prose' }, description), measureTable(measure, state.by), missingStates(measure)],
  });
}

/** Whether a figure belongs into the table of a split; without one, the table is that of totals. */
function belongs(figure, by) {
  return by ? !isTotalOf(by, column(figure, by)) : figure.isTotal;
}

function measureTable(measure, by, caption = null) {
  const figures = figuresOfMeasure.get(measure).filter(figure => passes(figure) && belongs(figure, by));
  if (figures.length === 0)
    return el('p', { class: 'muted' }, by ? noSplitWords(measure, by) : 'No totals with these filters.');
  const columns = shownPeriods(new Set(figures.map(figure => figure.period)));
  const byArea = groupBy(figures, figure => figure.area);
  const rows = areas.filter(area => byArea.has(area)).flatMap(area => areaRows(area, byArea.get(area), columns, by));
  const heads = by ? ['State', splitName(by)] : ['State'];
  return table({
    caption: caption || `${measureName(measure)}: ${by ? `by ${inText(splitName(by))}` : 'totals'}`,
    columns: [...heads, ...columns.map(periodHeading)],
    rows,
    heads: heads.length,
    className: by ? 'figures split' : 'figures',
  });
}

/** Rows of one state: one for each category, the state's name in the first. */
function areaRows(area, figures, columns, by) {
  const categories = [...groupBy(figures, figure => [...figure.split, ...figure.details].join('.')).values()].sort(
    ([a], [b]) => compareSplits(a.split, b.split) || (a.details.join('.') < b.details.join('.') ? -1 : 1),
  );
  const isOfCountries = by && dimensionOf.get(by).countries;
  const categoryOrder = isOfCountries ? categories.sort(([a], [b]) => countryOrder(a, b, by)) : categories;
  return categoryOrder.map((list, place) => {
    const head =
      place === 0 ? el('th', { scope: 'rowgroup', rowspan: categories.length, class: 'state' }, areaName(area)) : null;
    const name = by ? el('th', { scope: 'row', class: 'category' }, figureSplitWords(list[0], by)) : null;
    return [head, name, ...columns.map(period => figureCell(list.filter(figure => figure.period === period)))].filter(
      Boolean,
    );
  });
}

/** Countries and regions by their names, before what is other or unknown. */
function countryOrder(a, b, by) {
  const of = figure => entry(dimensionOf.get(by).list, column(figure, by));
  const isNone = figure => of(figure).role !== '';
  return isNone(a) - isNone(b) || of(a).name.localeCompare(of(b).name, 'en') || compareSplits(a.split, b.split);
}

function figureCell(figures) {
  if (figures.length === 0)
    return el('td', { class: 'none' }, el('span', { 'aria-hidden': 'true' }, '·'), spoken('not in the submission'));
  const ordered = figures.slice().sort((a, b) => a.isRemark - b.isRemark);
  return el(
    'td',
    { class: 'cell' },
    ordered.map(figure => figureLink(figure)),
  );
}

function noSplitWords(measure, by) {
  const exists = figuresOfMeasure.get(measure).some(figure => belongs(figure, by));
  return exists
    ? 'No figures of this split with these filters.'
    : `No state splits this measure by ${inText(splitName(by))}.`;
}

/** States without any figure of the measure: silence is said, not left blank. */
function missingStates(measure) {
  const present = new Set(figuresOfMeasure.get(measure).map(figure => figure.area));
  const missing = shownAreas().filter(area => !present.has(area));
  return (
    missing.length > 0 &&
    el('p', { class: 'muted' }, 'No figure of this measure in the submissions of: ', listed(areaNames(missing)), '.')
  );
}
