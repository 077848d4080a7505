'use strict';

/** The last section: what the words and signs mean, and what the page was made from. */

function drawReading() {
  show(
    'reading',
    usesPart(),
    levelsPart(),
    listPart(
      'Reasons',
      'comparability_reason',
      'What can stand against a comparison. Each reason breaks a comparison, limits it, or is for information.',
      true,
    ),
    listPart('When there is no number', 'absence', 'None of these is zero.', false),
    listPart(
      'Relations between national and common categories',
      'predicate',
      'A national word rarely means exactly what the common code means. Each mapping line says how the two relate.',
      false,
    ),
    rangesPart(),
    filesPart(),
    inputsPart(),
  );
}

function usesPart() {
  return [
    el('h3', {}, 'Three uses, three levels'),
    el(
      'p',
      { class: 'prose' },
      'A figure is never simply good or bad. It depends on what you do with it. So each figure has a level for ' +
        'each of three uses:',
    ),
    el(
      'ul',
      {},
      USES.map(use => el('li', {}, el('strong', {}, USE_WORDS[use].long), `: ${USE_WORDS[use].question}`)),
    ),
    el(
      'p',
      { class: 'prose' },
      'In the tables, the level between states measures a figure against what the region asks for. In the ' +
        'matrix, two states are measured against each other: two states that both depart from the request in the ' +
        'same way can still agree.',
    ),
    el(
      'p',
      { class: 'prose' },
      'Levels are computed, not judged. Stewards write down facts about each source. From the facts, the ' +
        'mappings and the figures the program derives reasons; the most severe reason gives the level. What nobody ' +
        'states counts as a reason too: unknown is never comparable without a limit.',
    ),
  ];
}

function levelsPart() {
  return [
    el('h3', {}, 'Levels'),
    textTable({
      caption: 'Levels',
      hideCaption: true,
      columns: ['Level', 'What it means'],
      rows: data.lists.comparability_level.map(([code, , description]) => [
        levelTag(nameOfLevel.get(code)),
        description,
      ]),
    }),
    el(
      'p',
      { class: 'prose' },
      'Weights of reasons: ',
      ['breaks', 'caution', 'note'].map((weight, place) => [place ? ', ' : null, weightTag(weight)]),
      '.',
    ),
  ];
}

function listPart(title, list, introduction, withNumber) {
  const used = groupBy(
    data.figures.flatMap(figure => [...new Set(figure.flags.map(flag => data.flags[flag][0]))]),
    code => code,
  );
  const rows = data.lists[list].map(([code, name, description]) => [
    [name, ' ', el('span', { class: 'muted code' }, list === 'absence' ? entry(list, code).sign || code : code)],
    description,
    ...(withNumber ? [number((used.get(code) || []).length)] : []),
  ]);
  return [
    el('h3', {}, title),
    el('p', { class: 'prose' }, introduction),
    textTable({
      caption: title,
      hideCaption: true,
      columns: ['Name', 'What it means', ...(withNumber ? ['Figures'] : [])],
      rows,
      className: withNumber ? 'reasons counted' : 'reasons',
    }),
  ];
}

function rangesPart() {
  return [
    el('h3', {}, 'Ranges and periods'),
    el(
      'p',
      { class: 'prose' },
      'A range such as 9–15 means that the true number lies within it, ends included, and that the source does ' +
        'not say where. Sums carry ranges through: a sum is a single number only when all its parts are. ',
      'A column “in one figure” holds figures for several years together. They cannot be divided into years.',
    ),
  ];
}

const FILES = [
  ['../harmonized.csv', 'each figure with its codes, levels, reasons, cells and mapping lines'],
  ['../harmonized.xlsx', 'the same as a workbook, a sheet for each measure'],
  ['../regional.csv', 'sums over states, with bounds, contributors and who is left out'],
  ['../comparability.csv', 'every two states side by side'],
  ['../comparable_sets.csv', 'the largest sets of states that can be compared'],
  ['../flags.csv', 'each reason that stands against a figure, and what gave it'],
  ['../reconciliation.csv', 'published totals and whether they follow'],
  ['../findings.csv', 'everything that somebody should look at'],
  ['../ledger.csv', 'each cell with a digit, and what became of it'],
  ['../datapackage.json', 'all tables described column by column'],
  ['../manifest.json', 'the version, and the SHA-256 of every file that went in and came out'],
];

function filesPart() {
  return [
    el('h3', {}, 'Files beside this page'),
    el(
      'p',
      { class: 'prose' },
      'The page is one of the forms in which the round was written. Some of the others may be missing, if they ' +
        'were not asked for.',
    ),
    el(
      'ul',
      { class: 'files' },
      FILES.map(([path, words]) => el('li', {}, el('a', { href: path }, path.slice(3)), `: ${words}`)),
    ),
  ];
}

function inputsPart() {
  return [
    el('h3', {}, 'What it was made from'),
    el(
      'p',
      { class: 'prose' },
      `${sentence(data.program.name)} ${data.program.version} made this page from ` +
        `${count(data.inputs.length, 'file', 'files')}. The same files give the same page, to the last byte.`,
    ),
    panel({
      level: 0,
      className: 'small',
      summary: 'The files and their SHA-256',
      build: () =>
        textTable({
          caption: 'Files that went in',
          hideCaption: true,
          className: 'inputs',
          columns: ['File', 'SHA-256'],
          rows: data.inputs.map(([path, sum]) => [path, el('span', { class: 'code' }, sum)]),
        }),
    }),
  ];
}
