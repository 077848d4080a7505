'use strict';

/** Two states side by side: both figures, and every reason in words. */

/** The comparisons of an address: one for each measure that both states have. */
function pairsAt(address) {
  const [, object, period, split, a, b] = address.split('/');
  const place = [
    data.objects.findIndex(([name]) => name === object),
    (period || '').replace('~', '/'),
    data.splits.findIndex(one => one.join('.') === split),
  ];
  const found = (pairsOf.get(pairsKey(...place)) || []).map(pairFrom);
  return found.filter(pair => pair.a === a && pair.b === b);
}

function pairsBody(pairs) {
  return pairs.map(pair => [
    el('h3', { class: 'one-of' }, pairs.length > 1 ? measureName(pair.figureA.measure) : 'The two figures'),
    pairBody(pair),
  ]);
}

function pairBody(pair) {
  return [
    el('p', { class: 'lead' }, levelTag(isGap(pair) ? 'not-comparable' : pair.level), ` ${pairSentence(pair)}`),
    el(
      'div',
      { class: 'sides' },
      [
        [pair.a, pair.figureA],
        [pair.b, pair.figureB],
      ].map(([area, figure]) => pairSide(area, figure, pair)),
    ),
    el('h4', {}, 'Reasons'),
    textTable({
      caption: 'Reasons',
      hideCaption: true,
      columns: ['Reason', 'Weight', 'What was found'],
      className: 'reasons thirds',
      rows: pair.reasons
        .slice()
        .sort((a, b) => WEIGHT_ORDER.indexOf(a[1]) - WEIGHT_ORDER.indexOf(b[1]))
        .map(([code, weight, found]) => [
          reasonHead(code),
          weightTag(weight),
          el('div', { class: 'found' }, foundText(found)),
        ]),
    }),
  ];
}

const WEIGHT_ORDER = ['breaks', 'caution', 'note', null];

function reasonHead(code) {
  const { name, description } = entry('comparability_reason', code);
  return [
    el('span', { class: 'reason-name' }, name),
    el('span', { class: 'muted code' }, ` ${code}`),
    el('span', { class: 'describe' }, description),
  ];
}

/** What was found, one line for each of its parts. */
function foundText(text) {
  const lines = text.split(/ \| |\n/);
  return lines.length > 1
    ? el(
        'ul',
        {},
        lines.map(line => el('li', {}, foundWords(line))),
      )
    : foundWords(text);
}

function pairSentence(pair) {
  if (isGap(pair)) return 'There is nothing to compare: at least one of the two states has no figure.';
  const breaking = [
    ...new Set(
      pair.reasons.filter(([, weight]) => weight === 'breaks').map(([code]) => reasonName(code).toLowerCase()),
    ),
  ];
  if (pair.level === 'comparable') return 'Nothing stands against comparing the two figures.';
  if (pair.level === 'limited') return 'The two figures can be compared, with the limits below in mind.';
  return `The two figures must not be compared: ${listed(breaking)}.`;
}

function pairSide(area, figure, pair) {
  return el(
    'div',
    { class: 'side' },
    el('h4', {}, areaName(area)),
    el(
      'p',
      { class: 'muted' },
      figure === null ? 'No figure' : measureName(figure.measure) + otherwise(figure, pair.period),
    ),
    figure === null ? null : el('p', { class: 'big' }, figureLink(figure, 'between')),
  );
}
