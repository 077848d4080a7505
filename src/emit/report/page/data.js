'use strict';

/**
 * The data of the round, and the ways into them. All scripts of the page share one scope; this one comes first.
 *
 * A figure has a *slot*: state, measure, period and the codes of its five splits. A table and a remark of one
 * submission may both state the figure of a slot, so a slot holds a list.
 */

const data = JSON.parse(document.getElementById('data').textContent);

const USES = ['between', 'time', 'sum'];
const SPLITS = ['EXPL_FORM', 'SEX', 'AGE', 'ORIGIN', 'OFFENCE'];
const LIST_OF_SPLIT = { EXPL_FORM: 'form', SEX: 'sex', AGE: 'age', ORIGIN: 'origin', OFFENCE: 'offence' };
/** Codes that say: not split. */
const WHOLE = new Set(['_T', '_Z']);
const TOTAL_SPLIT = SPLITS.map(() => '_T');

const columnAt = new Map(data.columns.map(([name], place) => [name, place]));
const listOf = new Map(
  Object.entries(data.lists).map(([list, rows]) => [
    list,
    new Map(rows.map(([code, name, description, parent], place) => [code, { code, name, description, parent, place }])),
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

for (const figure of data.figures) {
  figure.area = column(figure, 'REF_AREA');
  figure.period = column(figure, 'TIME_PERIOD');
  figure.measure = column(figure, 'MEASURE');
  figure.split = SPLITS.map(name => column(figure, name));
  figure.article = column(figure, 'ARTICLE');
  figure.isRemark = column(figure, 'STATEMENT') === 'NOTE';
  figure.isShare = column(figure, 'UNIT_MEASURE') === 'PCT';
  figure.absence = column(figure, 'ABSENCE');
  figure.isTotal = figure.split.every(code => WHOLE.has(code)) && WHOLE.has(figure.article);
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

/** Where a figure stands, whatever the article and the statement. */
function slot(area, measure, period, split) {
  return [area, measure, period, ...split.map(code => (code === '_Z' ? '_T' : code))].join('|');
}

const figuresInSlot = groupBy(data.figures, figure => slot(figure.area, figure.measure, figure.period, figure.split));

/** The figures of a slot: those of tables before those of remarks, without an article before those with one. */
function figuresAt(area, measure, period, split) {
  const found = figuresInSlot.get(slot(area, measure, period, split)) || [];
  return found.slice().sort((a, b) => a.isRemark - b.isRemark || WHOLE.has(b.article) - WHOLE.has(a.article));
}

/** Without remarks that only repeat what a table says. */
function newsOnly(figures) {
  return figures.filter(
    figure =>
      !figure.isRemark ||
      !figures.some(other => !other.isRemark && other.period === figure.period && other.value === figure.value),
  );
}

/** Periods that figures have: the years of the round, then those that hold several years. */
const periods = [
  ...years,
  ...[...new Set(data.figures.map(figure => figure.period))].filter(period => !years.includes(period)).sort(),
];

/** First and last year of a period. */
function spanOf(period) {
  const [start, length] = period.split('/P');
  const first = Number(start.slice(0, 4));
  return [first, length ? first + Number.parseInt(length, 10) - 1 : first];
}

function isPooled(period) {
  const [first, last] = spanOf(period);
  return last > first;
}

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
    level,
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
