'use strict';

/**
 * The data of the round, and the ways into them. All scripts of the page share one scope; this one comes first.
 *
 * Nothing here knows what the round is about: which dimensions a figure has, which code is the total of each, and which
 * of them split figures stands in `data.dimensions`.
 *
 * A figure has a *slot*: state, measure, period and the codes of its splits. A table and a remark of one submission may
 * both state the figure of a slot, so a slot holds a list.
 */

const data = JSON.parse(document.getElementById('data').textContent);

const USES = ['between', 'time', 'sum'];
const LEVELS = ['comparable', 'limited', 'not-comparable', 'not-applicable'];

const dimensionOf = new Map(data.dimensions.map(dimension => [dimension.column, dimension]));
/** Columns of the dimensions by which sums and comparisons are split. */
const SPLITS = data.dimensions.filter(dimension => dimension.splits).map(dimension => dimension.column);
/** Columns of those by which only single figures are broken down, such as the national detail of a split. */
const DETAILS = data.dimensions
  .filter(dimension => !dimension.splits && dimension.role === null)
  .map(dimension => dimension.column);
/** Columns of all by which a table can be split; a detail stands in the table of what it details. */
const BREAKDOWNS = data.dimensions
  .filter(dimension => dimension.role === null && dimension.detail_of === null)
  .map(dimension => dimension.column);
const TOTAL_SPLIT = SPLITS.map(name => dimensionOf.get(name).default);

const withRole = role => data.dimensions.find(dimension => dimension.role === role);
const MEASURE = withRole('measure');
const UNIT = withRole('unit');
const STATEMENT = withRole('statement');
const PROVIDER = withRole('provider');

/** Whether a code of a dimension says: all together. */
const isTotalOf = (name, code) => code === dimensionOf.get(name).default;
/** Whether a code at a place of a split says so; `split.every(isWhole)`: a total. */
const isWhole = (code, place) => code === TOTAL_SPLIT[place];

const columnAt = new Map(data.columns.map(([name], place) => [name, place]));
const listOf = new Map(
  Object.entries(data.lists).map(([list, rows]) => [
    list,
    new Map(
      rows.map(([code, name, description, parent, role, sign], place) => [
        code,
        { code, name, description, parent, role, sign, place },
      ]),
    ),
  ]),
);

/** An entry of a code list; a code that the list lacks stands for itself. */
function entry(list, code) {
  return (
    (listOf.get(list) && listOf.get(list).get(code)) || {
      code,
      name: code,
      description: '',
      parent: '',
      role: '',
      sign: '',
      place: Number.MAX_SAFE_INTEGER,
    }
  );
}

/** What a figure says in a column of harmonized.csv. */
function column(figure, name) {
  return figure.row[columnAt.get(name)];
}

const years = data.round.years.map(String);
const areas = data.round.areas.slice().sort((a, b) => entry('area', a).place - entry('area', b).place);
const objectOf = new Map(data.objects.flatMap(([object, measures]) => measures.map(measure => [measure, object])));
const measures = data.objects.flatMap(([, list]) => list);

// Inside the page a level has a name that says what it means, whatever its code is.
const nameOfLevel = new Map(Object.entries(data.levels).map(([role, code]) => [code, role]));
for (const figure of data.figures) figure.levels = figure.levels.map(code => nameOfLevel.get(code));
for (const one of [...data.sets, ...data.regional]) one.level = nameOfLevel.get(one.level);

for (const figure of data.figures) {
  figure.area = column(figure, 'REF_AREA');
  figure.period = column(figure, 'TIME_PERIOD');
  figure.measure = column(figure, MEASURE.column);
  figure.split = SPLITS.map(name => column(figure, name));
  figure.details = DETAILS.map(name => column(figure, name));
  figure.isDetailed = !figure.details.every((code, place) => isTotalOf(DETAILS[place], code));
  figure.isRemark = column(figure, STATEMENT.column) !== STATEMENT.default;
  figure.isShare = column(figure, 'UNIT_MEASURE') === data.codes.percent;
  figure.absence = column(figure, 'ABSENCE');
  figure.isTotal = figure.split.every(isWhole) && !figure.isDetailed;
}

const figureOf = new Map(data.figures.map(figure => [figure.key, figure]));

/** Groups by a key, in the order of first appearance. */
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const figuresOfMeasure = groupBy(data.figures, figure => figure.measure);
const figuresOfArea = groupBy(data.figures, figure => figure.area);

/** Where a figure stands, whatever its details and its statement. */
function slot(area, measure, period, split) {
  return [area, measure, period, ...split].join('|');
}

const figuresInSlot = groupBy(data.figures, figure => slot(figure.area, figure.measure, figure.period, figure.split));

/** The figures of a slot: those of tables before those of remarks, those without details before those with some. */
function figuresAt(area, measure, period, split) {
  const found = figuresInSlot.get(slot(area, measure, period, split)) || [];
  return found.slice().sort((a, b) => a.isRemark - b.isRemark || a.isDetailed - b.isDetailed);
}

/** Without remarks that only repeat what a table says. */
function newsOnly(figures) {
  return figures.filter(
    figure =>
      !figure.isRemark ||
      !figures.some(other => !other.isRemark && other.period === figure.period && other.value === figure.value),
  );
}

const YEAR = 12;
/** How many months the parts of a year have that are written with a letter; all others are months. */
const MONTHS_OF_PART = { Q: 3, S: 6 };

/**
 * The months of a period, counted from the year 0: the first, and the one after the last. A period is `2024`, `2024-03`,
 * `2024-Q1`, or a date and a duration, `2024-01-01/P3Y`.
 */
function spanOf(period) {
  const [, year, letter, part] = period.match(/^(\d+)(?:-([A-Z]?)(\d+))?/);
  const [, amount, unit] = period.match(/\/P(\d+)([YM])/) || [];
  const own = part === undefined ? YEAR : MONTHS_OF_PART[letter] || 1;
  const first = Number(year) * YEAR + (part === undefined ? 0 : (Number(part) - 1) * own);
  return [first, first + (amount === undefined ? own : Number(amount) * (unit === 'Y' ? YEAR : 1))];
}

function monthsOf(period) {
  const [first, end] = spanOf(period);
  return end - first;
}

/** Whether one figure is of more than a year. */
const isPooled = period => monthsOf(period) > YEAR;
const isPartOfYear = period => monthsOf(period) < YEAR;

/** Whether a period is the other one, or a part of this year. */
function isWithin(period, other) {
  if (period === other) return true;
  const [[first, end], [from, to]] = [spanOf(period), spanOf(other)];
  return to - from === YEAR && from <= first && end <= to;
}

/** Orders periods: years, then parts of years, then those that hold several years. */
function comparePeriods(a, b) {
  const kind = period => (isPooled(period) ? 2 : isPartOfYear(period) ? 1 : 0);
  return kind(a) - kind(b) || monthsOf(a) - monthsOf(b) || spanOf(a)[0] - spanOf(b)[0];
}

/** Periods that figures have: the years of the round, their parts, and those that hold several years. */
const occurring = new Set(data.figures.map(figure => figure.period));
const hasParts = [...occurring].some(isPartOfYear);
const periods = [...new Set([...years, ...occurring])].sort(comparePeriods);
/** What comes before a figure in a series. */
const STEP = hasParts ? 'period' : 'year';

/** Pairs of states, by what they are compared in. A pair is `{a, b, figureA, figureB, level, reasons}`; a figure of null: there is none. */
const pairsOf = groupBy(data.pairs, ([object, period, split]) => pairsKey(object, period, split));

function pairsKey(object, period, split) {
  return `${object}|${period}|${split}`;
}

function pairFrom([object, period, split, a, b, figureA, figureB, level, reasons]) {
  return {
    object: data.objects[object][0],
    period,
    split: data.splits[split],
    level: nameOfLevel.get(level),
    reasons: data.reasons[reasons],
    a: data.round.areas[a],
    b: data.round.areas[b],
    figureA: figureA === null ? null : data.figures[figureA],
    figureB: figureB === null ? null : data.figures[figureB],
  };
}

/** The cell of a finding's place: `raw file!sheet!A1` without its first word. */
function cellOf(place) {
  return place.replace(/^raw /, '');
}

const figuresOfCell = groupBy(
  data.figures.flatMap(figure => figure.cells.map(cell => [cell, figure])),
  ([cell]) => cell,
);

const KEY_IN_TEXT = /[A-Z0-9]{2,3}\.[0-9][^\s,;|]*/g;

for (const finding of data.findings) {
  const keys = (finding.found.match(KEY_IN_TEXT) || []).filter(key => figureOf.has(key));
  const cells = [finding.place, ...finding.related].map(cellOf);
  const atCells = cells.flatMap(cell => (figuresOfCell.get(cell) || []).map(([, figure]) => figure));
  finding.cells = cells;
  finding.figures = [...new Set([...keys.map(key => figureOf.get(key)), ...atCells])];
  // A submission's folder has the code of its state, in small letters.
  const folder = finding.file.split('/')[0].toUpperCase();
  finding.area = data.round.areas.includes(folder) ? folder : null;
}

const findingsOfCell = groupBy(
  data.findings.flatMap(finding => [...new Set(finding.cells)].map(cell => [cell, finding])),
  ([cell]) => cell,
);

/** Sums over the states in which a figure has a part. */
const sumsOfFigure = groupBy(
  data.regional
    .filter(sum => sum.is_sum)
    .flatMap(sum => sum.contributors.flatMap(part => part.figures.map(key => [key, sum]))),
  ([key]) => key,
);
