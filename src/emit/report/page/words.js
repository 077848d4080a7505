'use strict';

/** The words and signs in which the page speaks of codes, numbers, levels and periods. */

const USE_WORDS = {
  between: {
    short: 'between states',
    long: 'Comparing states with each other',
    question: 'Can it be compared with other states?',
  },
  time: {
    short: 'over time',
    long: 'Comparing a state with its own past',
    question: 'Can it be compared with the period before?',
  },
  sum: { short: 'in a sum', long: 'Adding up states', question: "Can it be added to other states' figures?" },
};

/** A sign for each level, for charts and lists of choices; tables draw theirs (see `levelMark`). */
const LEVEL_SIGNS = { comparable: '●', limited: '◐', 'not-comparable': '✕', 'not-applicable': '–' };
const LEVEL_WORDS = {
  comparable: 'comparable',
  limited: 'limited',
  'not-comparable': 'not comparable',
  'not-applicable': 'nothing to compare with',
};

const WEIGHT_WORDS = {
  breaks: 'breaks the comparison',
  caution: 'limits the comparison',
  note: 'for information',
};

const WEIGHT_VERBS = { breaks: 'breaks', caution: 'limits', note: 'note' };

const DISPOSITION_WORDS = {
  mapped: 'became figures',
  label: 'are labels, such as years in headings and marks of footnotes',
  'out-of-scope': 'are declared out of scope',
  finding: 'have a finding that waits for an answer',
};

const FINDING_LEVELS = {
  error: { name: 'Error', plural: 'Errors', meaning: 'the figure was left out until somebody answers' },
  warning: { name: 'Warning', plural: 'Warnings', meaning: 'the figure was used, and somebody should look at it' },
  note: { name: 'Note', plural: 'Notes', meaning: 'good to know' },
};

const REPAIRED_BY = {
  submission: 'Whoever answers for the submission',
  mapping: 'The steward of the mappings',
  program: 'Whoever maintains the program',
};

/** Thousands are set apart from five digits on. */
const number = value =>
  Math.abs(value) < 10000 ? String(value) : String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

/** `one figure`, `2 figures`. */
function count(amount, one, many) {
  return `${number(amount)} ${amount === 1 ? one : many}`;
}

/** `a, b and c`. */
function listed(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** First letter large. */
const sentence = text => text.charAt(0).toUpperCase() + text.slice(1);

/** First letter small, but not of a name in capitals. */
const inText = text => (/^.[A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));

/** More than one of what is counted, by the rule of English. */
function plural(word) {
  if (/[^aeiou]y$/.test(word)) return word.replace(/y$/, 'ies');
  return word + (/(s|x|z|ch|sh)$/.test(word) ? 'es' : 's');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The month with a number, counted from the year 0. */
const monthWords = month => `${MONTHS[month % YEAR]} ${Math.floor(month / YEAR)}`;

/** `2024`, `2016–2018`, `Mar 2024`, `Jan 2024–Mar 2024`. */
function periodWords(period) {
  const [first, end] = spanOf(period);
  const isOfYears = first % YEAR === 0 && end % YEAR === 0;
  const [from, to] = isOfYears ? [first / YEAR, end / YEAR - 1].map(String) : [first, end - 1].map(monthWords);
  return from === to ? from : `${from}–${to}`;
}

/** Periods in words; long rows of neighbours as their first and last. */
function periodsWords(list) {
  const runs = [];
  for (const period of list.slice().sort(comparePeriods)) {
    const run = runs[runs.length - 1];
    const before = run && run[run.length - 1];
    const follows = before && spanOf(before)[1] === spanOf(period)[0] && monthsOf(before) === monthsOf(period);
    if (follows) run.push(period);
    else runs.push([period]);
  }
  return runs.flatMap(run =>
    run.length > 5 ? [`${periodWords(run[0])} to ${periodWords(run[run.length - 1])}`] : run.map(periodWords),
  );
}

/** A period as the heading of a column. */
function periodHeading(period) {
  return isPooled(period) ? `${periodWords(period)} in one figure` : periodWords(period);
}

const areaName = code => entry('area', code).name;
/** Who states figures: a state, or an organisation of the list of providers. */
const senderName = code => (PROVIDER && listOf.get(PROVIDER.list).has(code) ? entry(PROVIDER.list, code).name : areaName(code));
/** Names of states, in the order of their list. */
const areaNames = codes => areas.filter(area => codes.includes(area)).map(areaName);
const measureName = code => entry(MEASURE.list, code).name;
const reasonName = code => entry('comparability_reason', code).name;
const objectName = object => sentence(plural(object));
/** What stands in a cell in place of a number. */
const absenceSign = code => entry('absence', code).sign || entry('absence', code).name.toLowerCase();
/** A dimension, with the one that details it: `Goods and tariff line`. */
const splitName = name =>
  listed([dimensionOf.get(name), ...detailsOf(name)].map((one, place) => (place ? inText(one.name) : one.name)));
const detailsOf = name => data.dimensions.filter(dimension => dimension.detail_of === name);

function boundsText(lower, upper) {
  if (lower === null && upper === null) return '';
  if (upper === null) return `${number(lower)} or more`;
  if (lower === null) return `at most ${number(upper)}`;
  return lower === upper ? number(lower) : `${number(lower)}–${number(upper)}`;
}

function hasNumber(figure) {
  return figure.value !== null || figure.lower !== null || figure.upper !== null;
}

/** A figure as a cell shows it: a number, a range, or the sign of why there is none. */
function figureText(figure) {
  if (figure.value !== null) return number(figure.value) + (figure.isShare ? '\u202f%' : '');
  return boundsText(figure.lower, figure.upper) || (figure.absence ? absenceSign(figure.absence) : '?');
}

/** The same for somebody who hears it. */
function figureSpeech(figure) {
  if (figure.value === null && !hasNumber(figure)) return `no number: ${entry('absence', figure.absence).name}`;
  return figure.value === null
    ? `between ${number(figure.lower || 0)} and ${figure.upper === null ? 'an unknown number' : number(figure.upper)}`
    : figureText(figure);
}

function unitWords(figure) {
  if (figure.isShare) return 'percent';
  const code = column(figure, UNIT.column);
  if (isTotalOf(UNIT.column, code)) return '';
  const name = inText(entry(UNIT.list, code).name);
  return figure.value === 1 ? name : plural(name);
}

/** Names of the codes of a split that are not totals; the chosen one first. */
function splitWords(split, first = null, whole = 'Total') {
  const order = SPLITS.map((name, place) => place).sort((a, b) => (SPLITS[b] === first) - (SPLITS[a] === first));
  const names = order
    .filter(place => !isWhole(split[place], place))
    .map((place, at) => {
      const { list, countries } = dimensionOf.get(SPLITS[place]);
      const { name } = entry(list, split[place]);
      return at === 0 || countries ? name : inText(name);
    });
  return names.join(', ') || whole;
}

/** The details of a figure: the name of each, and for a national one how its state writes it. */
function detailWords(figure) {
  const one = (code, place) => {
    const dimension = dimensionOf.get(DETAILS[place]);
    if (code === dimension.default) return '';
    const { name, description } = entry(dimension.list, code);
    return dimension.detail_of === null ? name : `${name} (${description || code})`;
  };
  return figure.details.map(one).filter(Boolean).join(', ');
}

/** What a figure is split by, with its details. */
function figureSplitWords(figure, first = null, whole = 'Total') {
  return [splitWords(figure.split, first, ''), detailWords(figure)].filter(Boolean).join(': ') || whole;
}

/** One line that says which figure this is. */
function figureWords(figure) {
  const parts = [
    areaName(figure.area),
    periodWords(figure.period),
    measureName(figure.measure),
    figureSplitWords(figure, null, ''),
  ];
  return parts.filter(Boolean).join(' · ') + (figure.isRemark ? ' · from a remark' : '');
}

/** How much of the region a sum covers: `4 of 11 states`. */
const coverage = sum => `${sum.contributors.length} of ${data.round.areas.length} states`;

/** Years as words: a range, `from …`, `until …`, or nothing where all years are meant. */
function yearsWords([from, to]) {
  if (from === null && to === null) return '';
  if (from === null) return `until ${to}`;
  if (to === null) return `from ${from}`;
  return from === to ? String(from) : `${from}–${to}`;
}

/** Codes that the program uses in what it found, and their names. Words that are ordinary English stay as they are. */
const spelling = new Map([
  ...['fact', 'fact_value']
    .flatMap(list => data.lists[list] || [])
    .filter(([code]) => code.includes('-'))
    .map(([code, name]) => [code, name.toLowerCase()]),
  ...data.lists[MEASURE.list].map(([code, name]) => [code, name.toLowerCase()]),
  ...data.lists.predicate.map(([code, name]) => [code.replace('skos:', ''), name.toLowerCase()]),
  ...data.dimensions.map(({ column: name, name: words }) => [name, inText(words)]),
]);

const factWord = code => (listOf.get('fact').has(code) ? entry('fact', code).name.toLowerCase() : code);

/** A text of the program with its codes as words: `in XX` becomes the state's name, a period its years. */
function spelledOut(text) {
  // After these words only codes of facts follow, also those that look like ordinary words.
  if (text.startsWith('not stated: ')) return spelledOut(text.replace(/[a-z-]+/g, factWord).replace(/^not/, 'Not'));
  return text
    .replace(/\d{4}-\d\d-\d\d\/P\d+[YM]/g, periodWords)
    .replace(/[A-Za-z][\w-]*/g, word => spelling.get(word) || word)
    .replace(/(\bin |^|\(|[:;,] )([A-Z]{2,3})(?=[:,;)]|$)/g, (all, before, code) =>
      data.round.areas.includes(code) ? before + areaName(code) : all,
    );
}

/** Orders splits as the code lists do: totals first. */
function compareSplits(a, b) {
  for (let place = 0; place < SPLITS.length; place += 1) {
    const { list } = dimensionOf.get(SPLITS[place]);
    const [first, second] = [a, b].map(split => (isWhole(split[place], place) ? -1 : entry(list, split[place]).place));
    if (first !== second) return first - second;
  }
  return 0;
}
