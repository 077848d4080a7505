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
const LEVEL_SIGNS = { C: '●', L: '◐', N: '✕', _Z: '–' };
const LEVEL_WORDS = { C: 'comparable', L: 'limited', N: 'not comparable', _Z: 'nothing to compare with' };

const WEIGHT_WORDS = {
  breaks: 'breaks the comparison',
  caution: 'limits the comparison',
  note: 'for information',
};

const WEIGHT_VERBS = { breaks: 'breaks', caution: 'limits', note: 'note' };

/** What stands in a cell in place of a number. */
const ABSENCE_SIGNS = {
  NA: 'n/a',
  O: '..',
  BLANK: 'blank',
  NOTCOLL: 'n/c',
  INCL: 'incl.',
  LISTED: 'named',
  NOTAPPL: 'none possible',
  HIDDEN: 'hidden',
  NOVALUE: 'no result',
  SUPP: 'withheld',
};

const OBJECT_WORDS = {
  victim: 'Victims',
  report: 'Reports',
  offence: 'Offences',
  case: 'Cases',
  person: 'Persons in proceedings',
  charge: 'Charges',
};

const FATE_WORDS = {
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
  config: 'Whoever runs the round',
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

function periodWords(period) {
  const [first, last] = spanOf(period);
  return first === last ? String(first) : `${first}–${last}`;
}

/** A period as the heading of a column. */
function periodHeading(period) {
  return isPooled(period) ? `${periodWords(period)} in one figure` : periodWords(period);
}

const areaName = code => entry('area', code).name;
/** Names of states, in the order of their list. */
const areaNames = codes => areas.filter(area => codes.includes(area)).map(areaName);
const measureName = code => entry('measure', code).name;
const reasonName = code => entry('comparability_reason', code).name;
const objectName = object => OBJECT_WORDS[object] || object;

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
  return boundsText(figure.lower, figure.upper) || ABSENCE_SIGNS[figure.absence] || figure.absence.toLowerCase() || '?';
}

/** The same for somebody who hears it. */
function figureSpeech(figure) {
  if (figure.value === null && !hasNumber(figure)) return `no number: ${entry('absence', figure.absence).name}`;
  return figure.value === null
    ? `between ${number(figure.lower || 0)} and ${figure.upper === null ? 'an unknown number' : number(figure.upper)}`
    : figureText(figure);
}

const UNIT_WORDS = {
  PERSON: ['person', 'persons'],
  CASE: ['case', 'cases'],
  OFFENCE: ['offence', 'offences'],
  CHARGE: ['charge', 'charges'],
  REPORT: ['report', 'reports'],
};

function unitWords(figure) {
  if (figure.isShare) return 'percent';
  const words = UNIT_WORDS[column(figure, 'UNIT_COUNT')] || ['', ''];
  return words[figure.value === 1 ? 0 : 1];
}

/** Names of the codes of a split that are not totals: `Female, 18 years or over`; the chosen one first. */
function splitWords(split, first = null, whole = 'Total') {
  const order = SPLITS.map((name, place) => place).sort((a, b) => (SPLITS[b] === first) - (SPLITS[a] === first));
  const names = order
    .filter(place => !WHOLE.has(split[place]))
    .map((place, at) => {
      const { name } = entry(LIST_OF_SPLIT[SPLITS[place]], split[place]);
      return at === 0 || SPLITS[place] === 'ORIGIN' ? name : name.charAt(0).toLowerCase() + name.slice(1);
    });
  return names.join(', ') || whole;
}

/** What a figure is split by, with the article of law where it names one. */
function figureSplitWords(figure, first = null, whole = 'Total') {
  const words = splitWords(figure.split, first, '');
  const article = WHOLE.has(figure.article)
    ? ''
    : `${entry('article', figure.article).name} (${entry('article', figure.article).description || figure.article})`;
  return [words, article].filter(Boolean).join(': ') || whole;
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
    .flatMap(list => data.lists[list])
    .filter(([code]) => code.includes('-'))
    .map(([code, name]) => [code, name.toLowerCase()]),
  ...data.lists.measure.map(([code, name]) => [code, name.toLowerCase()]),
  ...data.lists.predicate.map(([code, name]) => [code.replace('skos:', ''), name.toLowerCase()]),
  ...Object.entries(LIST_OF_SPLIT).map(([name, list]) => [name, list === 'form' ? 'form of exploitation' : list]),
  ['MEASURE', 'measure'],
]);

const factWord = code => (listOf.get('fact').has(code) ? entry('fact', code).name.toLowerCase() : code);

/** A text of the program with its codes as words: `in XX` becomes the state's name, a period its years. */
function spelledOut(text) {
  // After these words only codes of facts follow, also those that look like ordinary words.
  if (text.startsWith('not stated: ')) return spelledOut(text.replace(/[a-z-]+/g, factWord).replace(/^not/, 'Not'));
  return text
    .replace(/\d{4}-\d\d-\d\d\/P\d+Y/g, periodWords)
    .replace(/[A-Za-z][\w-]*/g, word => spelling.get(word) || word)
    .replace(/(\bin |^|\(|[:;,] )([A-Z]{2})(?=[:,;)]|$)/g, (all, before, code) =>
      data.round.areas.includes(code) ? before + areaName(code) : all,
    );
}

/** First letter large. */
const sentence = text => text.charAt(0).toUpperCase() + text.slice(1);

/** Orders splits as the code lists do: totals first. */
function compareSplits(a, b) {
  for (let place = 0; place < SPLITS.length; place += 1) {
    const list = LIST_OF_SPLIT[SPLITS[place]];
    const first = WHOLE.has(a[place]) ? -1 : entry(list, a[place]).place;
    const second = WHOLE.has(b[place]) ? -1 : entry(list, b[place]).place;
    if (first !== second) return first - second;
  }
  return 0;
}
