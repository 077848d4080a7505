'use strict';

/** The seventh section, law and categories: what national law and national words are mapped to, state by state. */

const openLaws = new Set();
/** The dimension of national details whose law is described, and the one that it divides. */
const LAW = data.dimensions.find(dimension => dimension.detail_of !== null);
const LAW_OF = LAW && dimensionOf.get(LAW.detail_of);

const hasLaw = () => data.law !== null;

function drawLaw() {
  const { details, meanings } = data.law;
  show(
    'law',
    el(
      'p',
      { class: 'prose' },
      'What the law of each state and its own words are mapped to, side by side. It shows at which places the same ' +
        'code stands for different things.',
    ),
    details.length > 0 && lawParts(),
    meanings.length > 0 && [el('h3', {}, 'Categories'), meanings.map(meaningPanel)],
  );
}

function lawParts() {
  const shown = shownAreas();
  const details = groupBy(data.law.details, detail => detail.area);
  const named = shown.filter(area => details.has(area));
  const without = shown.filter(area => !details.has(area));
  const names = plural(LAW.name);
  return [
    el('h3', {}, `${plural(LAW_OF.name)}, and the ${inText(names)} mapped to them`),
    comparisonTable(shown),
    el('h3', {}, `${names}, state by state`),
    el(
      'ul',
      { class: 'prose' },
      el('li', {}, differsTag(), ': the code to which the line is mapped says something else.'),
      el('li', {}, el('em', {}, 'any'), ': the law makes no difference; ', el('em', {}, 'none'), ': it has nothing of the kind.'),
    ),
    named.map(area => lawPanel(area, details.get(area), shown.length === 1)),
    without.length > 0 && el('p', { class: 'muted' }, `No ${inText(LAW.name)}: ${listed(without.map(areaName))}.`),
  ];
}

const elementNames = () => data.law.elements.map(([, name]) => name);

/** One row for each code, with its own elements and what is mapped to it. */
function comparisonTable(shown) {
  const byCode = groupBy(
    data.law.details.filter(detail => shown.includes(detail.area)),
    detail => detail.to[2],
  );
  const rows = data.law.codes
    .filter(({ code }) => byCode.has(code))
    .map(({ code, elements }) => [codeName(LAW_OF.list, code), ...elements.map(elementCell), mappedTo(byCode.get(code))]);
  return textTable({
    caption: `${plural(LAW_OF.name)}, what they consist of, and the ${inText(plural(LAW.name))} mapped to them`,
    hideCaption: true,
    className: 'law codes-of-law',
    columns: [LAW_OF.name, ...elementNames(), plural(LAW.name)],
    rows,
  });
}

function mappedTo(details) {
  const byArea = groupBy(details, detail => detail.area);
  return el(
    'ul',
    {},
    areas
      .filter(area => byArea.has(area))
      .map(area =>
        el(
          'li',
          {},
          el('a', { href: `#law-${area}` }, areaName(area)),
          ': ',
          byArea
            .get(area)
            .map((detail, place) => [
              place ? '; ' : null,
              detail.label,
              el('span', { class: 'muted' }, ' (', predicateName(detail.to[0]), spanWords(detail.days, ', '), ')'),
            ]),
        ),
      ),
  );
}

function lawPanel(area, details, isOnly) {
  const codes = new Set(details.map(detail => detail.to[2]));
  return panel({
    id: `law-${area}`,
    level: 4,
    open: isOnly || openLaws.has(area),
    summary: [
      areaName(area),
      ' ',
      el(
        'span',
        { class: 'count' },
        `${count(new Set(details.map(detail => detail.code)).size, inText(LAW.name), inText(plural(LAW.name)))}, ` +
          count(codes.size, 'code', 'codes'),
      ),
    ],
    onToggle: isOpen => (isOpen ? openLaws.add(area) : openLaws.delete(area)),
    build: () => lawTable(area, details),
  });
}

/** For each line of the law two rows: what it is and consists of, and below it who says so. */
function lawTable(area, details) {
  const columns = [LAW.name, 'In force', LAW_OF.name, ...elementNames(), 'Figures'];
  const rows = details.flatMap(detail => [lawRow(detail), [lawNote(detail, columns.length)]]);
  const node = textTable({
    caption: `${areaName(area)}: ${inText(plural(LAW.name))}`,
    hideCaption: true,
    className: 'law',
    columns,
    rows,
  });
  for (const cell of node.querySelectorAll('.law-note')) cell.dataset.label = 'Evidence';
  return node;
}

function lawRow(detail) {
  return [
    [
      el('strong', {}, detail.label),
      detail.national && el('span', { class: 'block' }, detail.national),
      detail.name && detail.name !== detail.national && el('span', { class: 'describe' }, detail.name),
    ],
    spanWords(detail.days) || el('span', { class: 'muted' }, 'not stated'),
    [
      relationWords(detail.to),
      detail.also && el('span', { class: 'describe' }, 'also ', relationWords(detail.also)),
    ],
    ...detail.elements.map(elementCell),
    number(detail.figures),
  ];
}

const lawNote = (detail, columns) =>
  el(
    'td',
    { class: 'law-note', colspan: columns },
    detail.stated ? `According to: ${detail.evidence}` : el('em', {}, 'General knowledge, not used for figures'),
    detail.comment && `. ${sentence(detail.comment)}`,
    ' ',
    el('span', { class: 'code muted' }, detail.at),
  );

const differsTag = () => el('span', { class: 'differs-tag' }, '≠ differs');

/** What an element takes in; where the code says something else, it is marked. */
function elementCell(element, place) {
  const [list] = data.law.elements[place];
  if (element === null) return el('td', { class: 'muted' }, 'not stated');
  const words = element.any
    ? el('em', {}, 'any')
    : element.words.length === 0
      ? el('em', {}, 'none')
      : element.words.map((word, at) => {
          const { name, description } = entry(list, word);
          return [at ? '; ' : null, el('abbr', { title: description }, name)];
        });
  return el('td', { class: element.differs ? 'differs' : null }, words, element.differs && [' ', differsTag()]);
}

function meaningPanel(meaning) {
  const shown = shownAreas();
  const words = meaning.words.filter(word => shown.includes(word.area));
  const states = new Set(words.map(word => word.area)).size;
  return panel({
    id: `meaning-${meaning.code}`,
    level: 4,
    open: openLaws.has(meaning.code),
    summary: [
      meaning.name,
      ' ',
      el('span', { class: 'count' }, `${count(words.length, 'word', 'words')}, ${count(states, 'state', 'states')}`),
    ],
    onToggle: isOpen => (isOpen ? openLaws.add(meaning.code) : openLaws.delete(meaning.code)),
    build: () => [
      el('p', { class: 'prose' }, meaning.description),
      el(
        'ul',
        {},
        el('li', {}, el('strong', {}, 'Rule: '), relationWords(meaning.to)),
        meaning.elements.map(
          (element, place) =>
            element !== null &&
            el('li', {}, el('strong', {}, `${elementNames()[place]}: `), [...elementCell(element, place).childNodes]),
        ),
        el(
          'li',
          {},
          el('strong', {}, 'Source: '),
          meaning.source,
          ' ',
          el('span', { class: 'code muted' }, meaning.at),
        ),
      ),
      words.length > 0 ? meaningTable(meaning, words) : el('p', { class: 'muted' }, 'No such word with these filters.'),
    ],
  });
}

/** The words with a meaning; why one does not follow the rule has a column where there is such a word. */
function meaningTable(meaning, words) {
  const hasException = words.some(word => word.exception);
  const rows = words.map(word => [
    areaName(word.area),
    [el('q', {}, word.label), el('span', { class: 'code muted block' }, word.at)],
    word.table ? el('span', { class: 'code' }, word.table) : 'all',
    yearsWords(word.years) || 'all',
    word.to && relationWords(word.to),
    ...(hasException ? [sentence(word.exception)] : []),
    sentence(word.comment),
  ]);
  return textTable({
    caption: `${meaning.name}: the words of all states`,
    hideCaption: true,
    className: 'words',
    columns: ['State', 'Word', 'Table', 'Years', 'Mapped to', ...(hasException ? ['Exception'] : []), 'Comment'],
    rows,
  });
}

const predicateName = predicate => inText(entry('predicate', predicate).name);

/** `Close match: Trafficking in persons`, with the code. */
function relationWords([predicate, list, code]) {
  const { name, description } = entry('predicate', predicate);
  return [el('abbr', { title: description }, inText(name)), ': ', codeName(list, code)];
}

function codeName(list, code) {
  const { name, description } = entry(list, code);
  return [el('span', { class: 'code' }, code), ' ', el('abbr', { title: description }, name)];
}

const dayTag = day => el('span', { class: 'day' }, day);

/** From a first to a last day, after some text; null where neither is stated. */
function spanWords([from, to], before = '') {
  if (from === null && to === null) return null;
  if (from === null) return [before, 'until ', dayTag(to)];
  return to === null ? [before, 'from ', dayTag(from)] : [before, dayTag(from), ' to ', dayTag(to)];
}
