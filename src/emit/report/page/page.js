'use strict';

/** Puts the page together: sections, addresses, the dialog, the colours and printing. */

const dialog = document.getElementById('trace');

/** Who opened the dialog, so that the focus returns there. */
let opener = null;

/** What the fragment of the address asks for: a figure, a pair, a place on the page, or nothing. */
function fragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}

function openAddress(address) {
  opener = document.activeElement;
  location.hash = `#${address}`;
}

function followAddress() {
  const address = fragment();
  if (address === '' || document.getElementById(address)) {
    if (dialog.open) dialog.close();
    showPlace(address);
    return;
  }
  if (!dialog.open) opener = document.activeElement;
  if (address.startsWith('pair/')) showPair(address);
  else showFigure(address);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  document.getElementById('trace-title').focus();
}

/** Opens the panel that an address names. */
function showPlace(address) {
  const node = address && document.getElementById(address);
  if (node && node.tagName === 'DETAILS') node.open = true;
}

function showInDialog(title, ...body) {
  for (const node of unopened.keys()) if (dialog.contains(node)) unopened.delete(node);
  document.getElementById('trace-title').replaceChildren(title);
  document.getElementById('trace-body').replaceChildren(...body.flat(Infinity).filter(Boolean));
}

function showFigure(key) {
  const figure = figureOf.get(key);
  if (figure) showInDialog(figureWords(figure), traceBody(figure));
  else
    showInDialog(
      'There is no such figure',
      el('p', {}, 'This round has no figure with the address ', el('span', { class: 'code' }, key), '.'),
      el(
        'p',
        {},
        'The link may be of another round, or a code of it may have changed. Look for the figure in the tables.',
      ),
    );
}

function showPair(address) {
  const pairs = pairsAt(address);
  const [pair] = pairs;
  if (!pair) {
    showInDialog(
      'There is no such comparison',
      el('p', {}, 'This round does not compare ', el('span', { class: 'code' }, address), '.'),
    );
    return;
  }
  showInDialog(
    `${areaName(pair.a)} and ${areaName(pair.b)} · ${objectName(pair.object)}, ` +
      `${splitWords(pair.split, null, 'all')} · ${periodWords(pair.period)}`,
    pairsBody(pairs),
  );
}

function prepareDialog() {
  document.getElementById('trace-close').addEventListener('click', () => dialog.close());
  // A click on the backdrop is a click on the dialog itself, outside its content.
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    const address = fragment();
    if (address && !document.getElementById(address))
      history.replaceState(null, '', location.pathname + location.search);
    const target =
      opener && opener.isConnected && opener !== document.body ? opener : document.getElementById('content');
    opener = null;
    target.focus({ preventScroll: true });
  });
  // Remembers the link before the browser changes the fragment; the same link twice opens the dialog twice.
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    if (!dialog.contains(link)) opener = link;
    if (link.getAttribute('href') === location.hash) followAddress();
  });
  window.addEventListener('hashchange', followAddress);
}

function drawContents() {
  const sections = [...document.querySelectorAll('main > section')];
  document
    .querySelector('#contents ol')
    .append(
      ...sections.map(section =>
        el('li', {}, el('a', { href: `#${section.id}` }, section.querySelector('h2').textContent)),
      ),
    );
}

/** Sections: the name, what draws it, the filters that it follows, and whether the round has anything for it (else: yes). */
const SECTIONS = [
  ['summary', drawSummary, []],
  ['measures', drawMeasures, ['year', 'measure', 'area', 'use', 'by']],
  ['matrix', drawMatrix, ['year', 'measure', 'area', 'object', 'period', 'split'], () => data.pairs.length > 0],
  ['series', drawSeries, ['measure', 'area', 'of']],
  ['parts', drawParts, ['year', 'measure', 'area', 'use'], hasPartFigures],
  ['profiles', drawProfiles, ['year', 'measure', 'area', 'use']],
  ['law', drawLaw, ['area'], hasLaw],
  ['reconciliation', drawReconciliation, [], () => data.reconciled.length > 0],
  ['witnesses', drawWitnesses, ['year', 'area'], () => data.witnesses.length > 0],
  ['vintages', drawVintages, ['measure', 'area'], () => data.triangles.length > 0],
  ['findings', drawFindings, ['year', 'measure', 'area']],
  ['reading', drawReading, []],
];

/** Takes out what the round has nothing for, and gives the titles that depend on its data. */
function prepareSections() {
  document.getElementById('parts-title').textContent = partsTitle();
  const isEmpty = ([, , , hasContent = () => true]) => !hasContent();
  for (const [name] of SECTIONS.filter(isEmpty)) document.getElementById(name).remove();
  return SECTIONS.filter(([name]) => document.getElementById(name) !== null);
}

/** Draws one section in each turn, so that the first paint does not wait for the last section. */
function drawSections(list, done) {
  if (list.length === 0) {
    done();
    return;
  }
  const [[, draw, names], ...rest] = list;
  draw();
  if (names.length > 0) onFilter(names, draw);
  setTimeout(() => drawSections(rest, done), 0);
}

/** The width of a chart on paper, in pixels: three beside each other on A4. */
const PAPER_CHART = 215;

/** Paper shows everything: builds and opens what is closed, and closes it again afterwards. */
function preparePrinting() {
  let closed = [];
  const open = () => {
    if (closed.length > 0) return;
    buildAll();
    closed = [...document.querySelectorAll('main details:not([open])')];
    for (const node of closed) node.open = true;
    drawAllCharts(PAPER_CHART);
  };
  const close = () => {
    for (const node of closed) node.open = false;
    closed = [];
    drawAllCharts();
  };
  window.addEventListener('beforeprint', open);
  window.addEventListener('afterprint', close);
  window.matchMedia('print').addEventListener('change', event => (event.matches ? open() : close()));
}

function prepareTheme() {
  const button = document.getElementById('theme');
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme || (dark.matches ? 'dark' : 'light')) === 'dark';
  const label = () => {
    button.textContent = isDark() ? 'Light colours' : 'Dark colours';
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    label();
  });
  dark.addEventListener('change', label);
  button.hidden = false;
  label();
}

function start() {
  document.title = data.round.title;
  document.getElementById('title').textContent = data.round.title;
  document.getElementById('kicker').textContent = `Round ${data.round.id}`;
  document.getElementById('colophon').textContent =
    `${sentence(data.program.name)} ${data.program.version} · round ${data.round.id}`;
  readAddress();
  const sections = prepareSections();
  drawFilters();
  drawContents();
  prepareTheme();
  prepareDialog();
  preparePrinting();
  drawSections(sections, () => {
    document.documentElement.dataset.ready = 'yes';
    const place = fragment();
    if (place && document.getElementById(place)) document.getElementById(place).scrollIntoView();
  });
  followAddress();
}

start();
