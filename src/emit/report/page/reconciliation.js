'use strict';

/** The eighth section: totals that others published, put to the test against the submissions. */

function drawReconciliation() {
  const groups = [...groupBy(data.reconciled, test => test.code).values()];
  const order = tests => (tests[0].area === null ? -1 : areas.indexOf(tests[0].area));
  groups.sort((a, b) => order(a) - order(b));
  const verdicts = groupBy(groups, tests => verdictOf(tests));
  show(
    'reconciliation',
    el(
      'p',
      { class: 'prose' },
      `Others published ${count(groups.length, 'total', 'totals')} about the same states and years. Each was put ` +
        'to the test: do the submitted figures add up to it? ',
      'A total can be read in several ways, so each way is written down in advance and tried. Nothing is made to fit.',
    ),
    el(
      'ul',
      { class: 'verdicts' },
      Object.keys(VERDICTS)
        .filter(verdict => verdicts.has(verdict))
        .map(verdict =>
          el('li', {}, el('strong', {}, number(verdicts.get(verdict).length)), ` ${VERDICTS[verdict].many}`),
        ),
    ),
    groups.map(tests => reconciledPanel(tests)),
  );
}

const VERDICTS = {
  labelled: { tag: 'Follows', level: 'comparable', many: 'follow from the submissions as they are labelled' },
  other: {
    tag: 'Follows if read otherwise',
    level: 'limited',
    many: 'follow only when they are read as something else',
  },
  differs: { tag: 'Does not follow', level: 'not-comparable', many: 'do not follow in any way that can be checked' },
  open: {
    tag: 'Cannot be checked',
    level: 'not-applicable',
    many: 'cannot be checked: no table has the figures, and a remark does not test itself',
  },
};

function verdictOf(tests) {
  if (tests[0].result === 'follows') return 'labelled';
  if (tests.some(test => test.result === 'follows')) return 'other';
  return tests.some(test => test.result === 'differs') ? 'differs' : 'open';
}

function reconciledPanel(tests) {
  const [{ area, value, words, period, source }] = tests;
  const verdict = VERDICTS[verdictOf(tests)];
  const tag = el('span', { class: `level level-${verdict.level}` }, levelMark(verdict.level), ' ', verdict.tag);
  return panel({
    open: area === null,
    className: 'reconciled',
    summary: [
      el('span', { class: 'value' }, number(value)),
      ' ',
      words,
      ', ',
      periodWords(period),
      ' ',
      el('span', { class: 'count' }, area === null ? 'the region' : areaName(area)),
      ' ',
      tag,
    ],
    build: () => [el('p', { class: 'muted' }, `Published: ${source}.`), readingsTable(tests)],
  });
}

const RESULT_LEVELS = { follows: 'comparable', differs: 'not-comparable' };

function readingsTable(tests) {
  const levelOf = test => RESULT_LEVELS[test.result] || 'not-applicable';
  const rows = tests.map(test => [
    [sentence(test.reading), test.comment ? el('span', { class: 'describe' }, test.comment) : null],
    el('span', { class: `level level-${levelOf(test)}` }, levelMark(levelOf(test)), ' ', sentence(test.result)),
    resultWords(test),
    test.contributions.length === 0
      ? el('span', { class: 'muted' }, 'nobody')
      : test.contributions
          .slice()
          .sort((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area))
          .map((part, place) => [
            place ? '; ' : null,
            areaName(part.area),
            ' ',
            keyLinks(part.figures),
            part.figures.length > 1 ? ` = ${number(part.sum)}` : null,
            part.partial ? ' (incomplete)' : null,
          ]),
    [
      test.missing.length > 0
        ? `No such figure, or only the remark itself: ${listed(areaNames(test.missing))}. `
        : null,
      test.excluded.length > 0 ? `Left out by this reading: ${listed(areaNames(test.excluded))}.` : null,
    ],
  ]);
  return textTable({
    caption: 'Readings of the published total',
    hideCaption: true,
    className: 'readings',
    columns: ['Read as', 'Result', 'Sum of the submissions', 'Made of', 'Missing'],
    rows,
  });
}

function resultWords(test) {
  if (test.contributions.length === 0) return el('span', { class: 'muted' }, 'none');
  if (test.result === 'follows') return [el('strong', {}, number(test.sum)), ', the same'];
  if (test.result === 'differs')
    return [el('strong', {}, number(test.sum)), test.difference ? `, ${differenceWords(test.difference)}` : null];
  return [el('strong', {}, number(test.sum)), ' from those who have it'];
}

function differenceWords(difference) {
  const words = { '+': 'more', '-': 'fewer', '−': 'fewer' }[difference.charAt(0)];
  return words ? `${difference.slice(1)} ${words} than published` : `difference ${difference}`;
}
