'use strict';

/** Builders of elements. Text of the data only ever becomes a text node, so that no word of a submission is markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes and children; children that are null or false are left out, texts become text nodes. */
function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(
    ...children
      .flat(Infinity)
      .filter(child => child !== null && child !== undefined && child !== false && child !== ''),
  );
  return node;
}

/** Text for those who hear the page and do not see it. */
const spoken = text => el('span', { class: 'spoken' }, text);

/** The sign of a level: a full disc, a half disc, a cross, a dash. Each differs in shape, not only in colour. */
function levelMark(level) {
  const shapes = {
    comparable: [svg('circle', { cx: 6, cy: 6, r: 4.5, fill: 'currentColor' })],
    limited: [
      svg('circle', { cx: 6, cy: 6, r: 4.5, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.3 }),
      svg('path', { d: 'M6 1.5a4.5 4.5 0 0 0 0 9z', fill: 'currentColor' }),
    ],
    'not-comparable': [
      svg('path', { d: 'M2.5 2.5l7 7m0-7l-7 7', stroke: 'currentColor', 'stroke-width': 1.8, fill: 'none' }),
    ],
    'not-applicable': [svg('path', { d: 'M2.5 6h7', stroke: 'currentColor', 'stroke-width': 1.5 })],
  };
  return svg(
    'svg',
    { class: 'mark', viewBox: '0 0 12 12', width: 12, height: 12, 'aria-hidden': 'true' },
    shapes[level] || [],
  );
}

/** A level as sign and word. */
function levelTag(level) {
  return el('span', { class: `level level-${level}` }, levelMark(level), ' ', sentence(LEVEL_WORDS[level]));
}

const WEIGHT_LEVELS = { breaks: 'not-comparable', caution: 'limited', note: 'comparable' };

function weightTag(weight, words = WEIGHT_WORDS) {
  return el(
    'span',
    { class: `level level-${WEIGHT_LEVELS[weight]}` },
    levelMark(WEIGHT_LEVELS[weight]),
    ' ',
    words[weight],
  );
}

/** A figure as a link to its trace, with its level for a use as fill and sign. */
function figureLink(figure, use = state.use) {
  const level = figure.levels[USES.indexOf(use)];
  const words = `${figureSpeech(figure)}, ${LEVEL_WORDS[level]} ${USE_WORDS[use].short}`;
  return el(
    'a',
    {
      class: `figure level-${level}${hasNumber(figure) ? '' : ' absent'}`,
      href: `#${figure.key}`,
      title: figureWords(figure),
      'aria-label': `${words}${figure.isRemark ? ', from a remark' : ''}`,
    },
    levelMark(level),
    el('span', { class: 'amount' }, figureText(figure)),
    figure.isRemark ? el('sup', {}, 'r') : null,
  );
}

/** A figure as a link within running text: number and state, no sign. */
function plainLink(figure, text = figureText(figure)) {
  return el('a', { href: `#${figure.key}`, title: figureWords(figure) }, text);
}

/** Links to figures by their keys, shortened when there are many. */
function keyLinks(keys) {
  return el(
    'span',
    { class: 'keys' },
    keys.map((key, place) => [place ? ' + ' : null, figureOf.has(key) ? plainLink(figureOf.get(key)) : key]),
  );
}

/** What the program found, in words: keys of figures become links that say which figure it is. */
function foundWords(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(KEY_IN_TEXT)) {
    if (!figureOf.has(match[0])) continue;
    parts.push(
      spelledOut(text.slice(from, match.index)),
      plainLink(figureOf.get(match[0]), figureWords(figureOf.get(match[0]))),
    );
    from = match.index + match[0].length;
  }
  return [...parts, spelledOut(text.slice(from))];
}

/** A reason by its name, with its description on demand. */
function reasonNameTag(code) {
  const { name, description } = entry('comparability_reason', code);
  return el('abbr', { class: 'reason', title: `${code}: ${description}` }, name);
}

const reasonTags = codes => codes.map((code, place) => [place ? ', ' : null, reasonNameTag(code)]);

let tables = 0;

/**
 * A table that scrolls within its own frame when it is wider than the page.
 * `columns` are texts or elements; `rows` are lists of cells, of which the first `heads` are headings of the row.
 */
function table({ caption, columns, rows, heads = 1, className = '', hideCaption = false }) {
  tables += 1;
  const id = `table-${tables}`;
  const body = rows.map(cells =>
    el(
      'tr',
      {},
      cells.map((cell, place) => cellElement(cell, place < heads)),
    ),
  );
  return el(
    'div',
    { class: `wide ${className}`, tabindex: 0, role: 'group', 'aria-labelledby': id },
    el(
      'table',
      {},
      el('caption', { id, class: hideCaption ? 'spoken' : null }, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          columns.map(name => el('th', { scope: 'col' }, name)),
        ),
      ),
      el('tbody', {}, body),
    ),
  );
}

function cellElement(cell, isHead) {
  if (cell instanceof HTMLTableCellElement) return cell;
  return isHead ? el('th', { scope: 'row' }, cell) : el('td', {}, cell);
}

/**
 * A table of texts. On a narrow page each of its rows becomes a block with the names of the columns inside (see the
 * style sheet). Browsers may then forget that it is a table, so the roles are written out.
 */
function textTable(options) {
  const node = table({ ...options, className: `stack ${options.className || ''}` });
  const names = options.columns.map(name => (name instanceof Node ? name.textContent : name).trim());
  const roles = {
    table: 'table',
    thead: 'rowgroup',
    tbody: 'rowgroup',
    tr: 'row',
    td: 'cell',
    'thead th': 'columnheader',
    'tbody th': 'rowheader',
  };
  for (const [selector, role] of Object.entries(roles))
    for (const part of node.querySelectorAll(selector)) part.setAttribute('role', role);
  for (const cell of node.querySelectorAll('td')) cell.dataset.label = names[cell.cellIndex];
  return node;
}

/** Bodies that are built when they are opened, or when the page is printed. */
const unopened = new Map();

/** A part that can be opened. Its body is built the first time; `open` is the state from the start. */
function panel({ id = null, summary, build, open = false, level = 3, className = '', onToggle = null }) {
  const heading = level ? el(`h${level}`, {}, summary) : summary;
  const body = el('div', { class: 'panel-body' });
  const node = el('details', { class: `panel ${className}`, id, open }, el('summary', {}, heading), body);
  const fillBody = () => {
    if (!unopened.delete(node)) return;
    body.append(...[build()].flat(Infinity).filter(Boolean));
  };
  unopened.set(node, fillBody);
  if (open) fillBody();
  node.addEventListener('toggle', () => {
    if (node.open) fillBody();
    if (onToggle) onToggle(node.open);
  });
  return node;
}

/** Builds everything that is still closed, for printing. Bodies may hold closed parts of their own. */
function buildAll() {
  while (unopened.size > 0) for (const fillBody of [...unopened.values()]) fillBody();
}

/** A labelled list of choices: `groups` is `[[group or null, [[value, text]]]]`. */
function choice({ id, label, groups, value, onChange }) {
  const option = ([code, text]) => el('option', { value: code, selected: code === value }, text);
  const options = groups.map(([group, list]) =>
    group ? el('optgroup', { label: group }, list.map(option)) : list.map(option),
  );
  return el(
    'label',
    { class: 'choice', for: id },
    el('span', {}, label),
    el('select', { id, name: id, onchange: event => onChange(event.target.value) }, options),
  );
}

/** Replaces what a section shows below its heading. The focus stays with the control that asked for it. */
function show(id, ...children) {
  const section = document.getElementById(id);
  const focused = section.contains(document.activeElement) ? document.activeElement.id : '';
  for (const node of unopened.keys()) if (section.contains(node)) unopened.delete(node);
  const heading = section.querySelector('h2');
  while (heading.nextSibling) heading.nextSibling.remove();
  section.append(...children.flat(Infinity).filter(Boolean));
  if (focused && document.getElementById(focused)) document.getElementById(focused).focus({ preventScroll: true });
}
