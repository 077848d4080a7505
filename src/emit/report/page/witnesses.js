'use strict';

/** The section on second witnesses: figures that a state and somebody else state, side by side. */

const AGREEMENTS = {
  unexplained: { tag: 'Differs, unexplained', level: 'not-comparable', many: 'differ, and nothing that is declared explains it' },
  explained: { tag: 'Differs, explained', level: 'limited', many: 'differ, and what is declared explains it' },
  'within-bound': { tag: 'Within the bound', level: 'comparable', many: 'lie within the bounds that the other gives' },
  equal: { tag: 'Equal', level: 'comparable', many: 'are equal' },
};

function drawWitnesses() {
  const shown = data.witnesses.filter(one => (!state.area || one.area === state.area) && passesYear(one.period));
  const byAgreement = groupBy(shown, one => one.agreement);
  show(
    'witnesses',
    el(
      'p',
      { class: 'prose' },
      'Where two providers state one figure of a state, both numbers stand here. Neither takes the place of the other. ' +
        'A difference that nothing explains is a question to the state: which of the two is right?',
    ),
    shown.length === 0
      ? el('p', { class: 'muted' }, 'No figure with these filters.')
      : el(
          'ul',
          { class: 'verdicts' },
          Object.entries(AGREEMENTS)
            .filter(([word]) => byAgreement.has(word))
            .map(([word, { many }]) => el('li', {}, el('strong', {}, number(byAgreement.get(word).length)), ` ${many}`)),
        ),
    Object.keys(AGREEMENTS)
      .filter(word => byAgreement.has(word))
      .map(word => witnessesPanel(word, byAgreement.get(word))),
  );
}

function witnessesPanel(word, witnesses) {
  const { tag, level } = AGREEMENTS[word];
  return panel({
    open: word === 'unexplained',
    summary: [
      el('span', { class: `level level-${level}` }, levelMark(level), ' ', tag),
      ' ',
      el('span', { class: 'count' }, count(witnesses.length, 'figure', 'figures')),
    ],
    build: () =>
      textTable({
        caption: tag,
        hideCaption: true,
        columns: ['State', 'Period', 'What is counted', 'One says', 'The other says', 'Difference', 'Why'],
        rows: witnesses.map(witnessRow),
      }),
  });
}

function witnessRow(one) {
  return [
    areaName(one.area),
    periodWords(one.period),
    splitWords(one.split, null, 'All'),
    statementWords(one.a),
    statementWords(one.b),
    one.difference === null ? el('span', { class: 'muted' }, 'a bound') : signedWords(one.difference),
    one.reasons.length === 0
      ? el('span', { class: 'muted' }, one.agreement === 'unexplained' ? 'not known' : 'nothing to explain')
      : one.reasons.map(([code, words], place) => [place ? '; ' : null, reasonNameTag(code), words ? `: ${words}` : null]),
  ];
}

/** A number with its measure, who states it and the round that has it; a link where this page has the figure. */
function statementWords({ provider, measure, value, vintage, key }) {
  const text = boundWords(value);
  return [
    el('strong', {}, figureOf.has(key) ? plainLink(figureOf.get(key), text) : text),
    ` ${inText(entry(MEASURE.list, measure).name)}`,
    el('span', { class: 'describe' }, `${senderName(provider)}, round ${vintage}`),
  ];
}

/** A number as people write it, bounds as a range, and what stands in the place of a number. */
function boundWords(value) {
  if (/^\d+$/.test(value)) return number(Number(value));
  return listOf.get('absence').has(value) ? absenceSign(value) : value.replace('..', '–');
}


const signedWords = text => (text.startsWith('-') ? `−${text.slice(1)}` : text === '0' ? '0' : `+${text}`);
