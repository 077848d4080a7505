'use strict';

/** The sixth section: what one state counts, how, and what became of its files. */

const openProfiles = new Set();

function drawProfiles() {
  const shown = shownAreas();
  show(
    'profiles',
    el(
      'p',
      { class: 'prose' },
      'What each state says about its figures: what it counts, who counts, and whom. A fact that nobody states ' +
        'is not guessed: it limits every comparison that depends on it.',
    ),
    shown.map(area => profilePanel(area, shown.length === 1)),
    generalCaveats(),
  );
}

function profilePanel(area, isOnly) {
  const figures = figuresOfArea.get(area) || [];
  return panel({
    id: `profile-${area}`,
    open: isOnly || openProfiles.has(area),
    summary: [
      areaName(area),
      ' ',
      el(
        'span',
        { class: 'count' },
        `${count(figures.length, 'figure', 'figures')}, ` +
          `${count(new Set(figures.map(figure => figure.measure)).size, 'measure', 'measures')}`,
      ),
    ],
    onToggle: isOpen => (isOpen ? openProfiles.add(area) : openProfiles.delete(area)),
    build: () => profileBody(area),
  });
}

const forMeasure = list => !state.measure || list.includes(state.measure);

function profileBody(area) {
  const profile = data.profiles[area] || { facts: [], breaks: [], caveats: [] };
  const facts = profile.facts.filter(fact => forMeasure(fact.measures));
  return [
    el('h4', {}, 'What is counted'),
    countedTable(area),
    el('h4', {}, 'Facts about the figures'),
    factsTable(facts.filter(fact => fact.value !== null)),
    el('h4', {}, 'What is not stated'),
    notStated(facts.filter(fact => fact.value === null)),
    el('h4', {}, 'Breaks in series'),
    breaksList(profile.breaks.filter(one => forMeasure(one.measures))),
    el('h4', {}, 'Caveats of the source'),
    caveatsTable(profile.caveats.filter(one => forMeasure(one.measures))),
    el('h4', {}, 'What became of its files'),
    ledgerWords(area),
    profileFindings(area),
    profileFigures(area),
  ];
}

/** How many facts stand beside each measure; what says most of the figures stands first in the list of facts. */
const LEAD_FACTS = 5;

function countedTable(area) {
  const profile = data.profiles[area] || { facts: [] };
  const present = measures.filter(
    measure => (figuresOfArea.get(area) || []).some(figure => figure.measure === measure) && forMeasure([measure]),
  );
  if (present.length === 0) return el('p', { class: 'muted' }, 'Nothing with these filters.');
  const used = data.lists.fact
    .slice(0, LEAD_FACTS)
    .map(([concept]) => concept)
    .filter(concept =>
      profile.facts.some(fact => fact.concept === concept && fact.measures.some(one => present.includes(one))),
    );
  const rows = present.map(measure => [
    measureName(measure),
    ...used.map(concept => factsInWords(profile.facts, measure, concept)),
  ]);
  return textTable({
    caption: `${areaName(area)}: what is counted, by whom and of whom`,
    hideCaption: true,
    columns: ['Measure', ...used.map(concept => entry('fact', concept).name)],
    rows,
  });
}

function factsInWords(facts, measure, concept) {
  const found = facts.filter(fact => fact.concept === concept && fact.measures.includes(measure));
  if (found.length === 0) return el('span', { class: 'muted' }, '–', spoken('nothing declared'));
  return found.map((fact, place) => [
    place ? '; ' : null,
    fact.value === null ? el('em', {}, 'not stated') : entry('fact_value', fact.value).name,
    yearsWords(fact.years) ? ` (${yearsWords(fact.years)})` : null,
  ]);
}

/** `All of them`, or the names of measures. */
function measuresWords(list) {
  return list.length === measures.length ? 'All measures' : list.map(measureName).join(', ');
}

function sourceWords(one) {
  return [one.source, el('span', { class: 'code muted block' }, one.at)];
}

function factsTable(facts) {
  if (facts.length === 0) return el('p', { class: 'muted' }, 'None with these filters.');
  const order = concept => entry('fact', concept).place;
  const rows = facts
    .slice()
    .sort((a, b) => order(a.concept) - order(b.concept))
    .map(fact => {
      const value = entry('fact_value', fact.value);
      return [
        el('abbr', { title: entry('fact', fact.concept).description }, entry('fact', fact.concept).name),
        [
          el('strong', {}, value.name),
          yearsWords(fact.years) ? ` (${yearsWords(fact.years)})` : null,
          fact.comment ? el('span', { class: 'describe' }, sentence(fact.comment)) : null,
        ],
        measuresWords(fact.measures),
        sourceWords(fact),
      ];
    });
  return textTable({
    caption: 'Facts about the figures',
    hideCaption: true,
    columns: ['Fact', 'Value', 'Measures', 'Source'],
    rows,
    className: 'facts',
  });
}

function notStated(facts) {
  if (facts.length === 0) return el('p', { class: 'muted' }, 'Nothing of what was looked for is missing.');
  const groups = groupBy(facts, fact => fact.measures.join());
  return el(
    'ul',
    {},
    [...groups.values()].map(list =>
      el(
        'li',
        {},
        el('strong', {}, measuresWords(list[0].measures)),
        ': ',
        listed(
          list.map(
            fact =>
              entry('fact', fact.concept).name.toLowerCase() +
              (yearsWords(fact.years) ? ` (${yearsWords(fact.years)})` : ''),
          ),
        ),
        '.',
      ),
    ),
  );
}

function breaksList(breaks) {
  if (breaks.length === 0) return el('p', { class: 'muted' }, 'None is declared.');
  return el('ul', {}, breaks.map(breakItem));
}

function breakItem(one) {
  const affected = dimensionOf.has(one.affects) ? inText(splitName(one.affects)) : one.affects;
  const about = one.affects === null ? 'every figure' : `only the split by ${affected}`;
  const where = [measuresWords(one.measures), about, one.source, one.at].join('; ');
  return el('li', {}, el('strong', {}, `From ${one.from}`), `: ${one.what} `, el('span', { class: 'muted' }, where));
}

function caveatsTable(caveats) {
  if (caveats.length === 0) return el('p', { class: 'muted' }, 'None.');
  return textTable({
    caption: 'Caveats',
    hideCaption: true,
    columns: ['What the source says', 'Reason', 'Measures', 'Source'],
    className: 'facts',
    rows: caveats.map(one => [
      [one.text, yearsWords(one.years) ? ` (${yearsWords(one.years)})` : null],
      reasonNameTag(one.reason),
      measuresWords(one.measures),
      sourceWords(one),
    ]),
  });
}

function generalCaveats() {
  return (
    data.caveats.length > 0 &&
    panel({
      summary: 'Caveats that hold for all states',
      className: 'small',
      open: true,
      build: () => caveatsTable(data.caveats),
    })
  );
}

/** The ledger: no cell with a digit is lost. */
function ledgerWords(area) {
  const dispositions = Object.entries(data.ledger[area] || {});
  const total = dispositions.reduce((sum, [, amount]) => sum + amount, 0);
  const order = Object.keys(DISPOSITION_WORDS);
  const said = dispositions
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([disposition, amount]) => `${number(amount)} ${DISPOSITION_WORDS[disposition] || `are marked “${disposition}”`}`);
  const findings = data.findings.filter(finding => finding.area === area).length;
  const excluded = dispositions.some(([disposition]) => disposition === 'finding') ? '' : ' None was left out for an unanswered question.';
  return el(
    'p',
    {},
    `The files hold ${count(total, 'cell', 'cells')} with a digit: ${listed(said)}.${excluded} `,
    `${count(findings, 'finding stands', 'findings stand')} against the files and their mappings.`,
  );
}

function profileFindings(area) {
  const findings = data.findings.filter(finding => finding.area === area);
  return (
    findings.length > 0 &&
    panel({
      level: 0,
      className: 'small',
      summary: `Findings about its files (${findings.length})`,
      build: () => findingsTable(findings),
    })
  );
}

function profileFigures(area) {
  const figures = (figuresOfArea.get(area) || []).filter(passes);
  const rows = () =>
    figures.map(figure => [
      [measureName(figure.measure), ', ', figureSplitWords(figure, null, 'total')],
      periodWords(figure.period),
      figureLink(figure),
      figure.labels.join(' › '),
      el('span', { class: 'code' }, figure.cells.join(' ')),
      column(figure, 'AS_SHOWN'),
    ]);
  return panel({
    level: 0,
    className: 'small',
    summary: `All its figures, with the cells that they come from (${figures.length})`,
    build: () =>
      textTable({
        caption: `${areaName(area)}: all figures`,
        hideCaption: true,
        className: 'provenance',
        columns: ['Figure', 'Period', 'Value', 'National words', 'Cell', 'As shown'],
        rows: rows(),
      }),
  });
}
