'use strict';

/** The trace of a figure: what it is, how far it carries and why, and the way back to its cell. */

function traceBody(figure) {
  return [
    el(
      'p',
      { class: 'lead' },
      el('span', { class: 'big' }, figureText(figure)),
      ' ',
      hasNumber(figure) ? unitWords(figure) : null,
      traceAbsence(figure),
    ),
    traceLevels(figure),
    traceReasons(figure),
    traceChain(figure),
    traceNotes(figure),
    traceFindings(figure),
    traceSums(figure),
    traceRow(figure),
    el(
      'p',
      { class: 'address' },
      el('button', { type: 'button', class: 'quiet', onclick: event => copyLink(event.target) }, 'Copy link'),
      ' ',
      el('span', { class: 'code muted' }, figure.key),
      ' ',
      el('span', { role: 'status', class: 'copied' }),
    ),
  ];
}

function traceAbsence(figure) {
  if (!figure.absence) return null;
  const { name, description } = entry('absence', figure.absence);
  return el('span', { class: 'describe' }, el('strong', {}, `${name}. `), description);
}

function traceLevels(figure) {
  const status = entry('obs_status', column(figure, 'OBS_STATUS'));
  return [
    el('h3', {}, 'How far it carries'),
    el(
      'dl',
      { class: 'levels' },
      USES.map((use, place) =>
        el('div', {}, el('dt', {}, USE_WORDS[use].question), el('dd', {}, levelTag(figure.levels[place]))),
      ),
    ),
    el('p', { class: 'muted' }, 'Status: ', el('strong', {}, status.name), `. ${status.description}`),
  ];
}

function traceReasons(figure) {
  if (figure.flags.length === 0) return [el('h3', {}, 'Reasons'), el('p', {}, 'No reason stands against it.')];
  const gravity = ([, weights]) => Math.min(...weights.map(weight => WEIGHT_ORDER.indexOf(weight)));
  const flags = figure.flags.map(place => data.flags[place]).sort((a, b) => gravity(a) - gravity(b));
  return [
    el('h3', {}, 'Reasons'),
    textTable({
      caption: 'Reasons that stand against the figure',
      hideCaption: true,
      className: 'reasons thirds',
      columns: ['Reason', 'What it does', 'What was found'],
      rows: flags.map(([code, weights, rule, detail, status, lines, cells]) => [
        reasonHead(code),
        weightsList(weights),
        [
          el('div', { class: 'found' }, foundText(detail)),
          el(
            'span',
            { class: 'describe' },
            'Rule ',
            el('span', { class: 'code' }, rule),
            status && `; implies the status “${entry('obs_status', status).name}”`,
            places('line', lines),
            places('cell', cells),
          ),
        ],
      ]),
    }),
  ];
}

/** For which uses a reason counts, and how much. */
function weightsList(weights) {
  return el(
    'ul',
    { class: 'weights' },
    USES.map(
      (use, place) =>
        weights[place] && el('li', {}, weightTag(weights[place], WEIGHT_VERBS), ` ${USE_WORDS[use].short}`),
    ),
  );
}

function places(word, all) {
  const list = [...new Set(all)];
  return (
    list.length > 0 && [`; ${word}${list.length > 1 ? 's' : ''}: `, el('span', { class: 'code' }, list.join(', '))]
  );
}

/** What national details are called. */
const detailNames = () =>
  sentence(listed(data.dimensions.filter(one => one.detail_of !== null).map(one => inText(one.name))));

/** From the cell over the national words to the codes. */
function traceChain(figure) {
  const cell = el(
    'ul',
    {},
    figure.cells.map(place =>
      el('li', {}, el('span', { class: 'code' }, place), ' shows ', el('q', {}, column(figure, 'AS_SHOWN'))),
    ),
  );
  const words =
    figure.labels.length > 0
      ? el(
          'p',
          {},
          figure.labels.map((label, place) => [place ? ' › ' : null, el('q', {}, label)]),
        )
      : null;
  return [
    el('h3', {}, 'Where it comes from'),
    el(
      'ol',
      { class: 'chain' },
      el('li', {}, el('h4', {}, 'The cell'), cell),
      el(
        'li',
        {},
        el('h4', {}, 'The national words'),
        words,
        figure.written === null ? null : el('p', {}, `${detailNames()} as written: `, el('q', {}, figure.written)),
        el('p', { class: 'muted' }, 'Table of the layout: ', el('span', { class: 'code' }, figure.table)),
      ),
      el('li', {}, el('h4', {}, 'The mapping lines'), mapsTable(figure)),
    ),
  ];
}

const LIST_OF_COLUMN = new Map([
  ...data.dimensions.map(dimension => [dimension.column, dimension.list]),
  ['REF_AREA', 'area'],
  ['UNIT_MEASURE', 'unit_measure'],
]);

function mapsTable(figure) {
  if (figure.maps.length === 0) return el('p', { class: 'muted' }, 'No word had to be mapped.');
  const rows = figure.maps.map(([name, words, predicate, code, line]) => {
    const relation = entry('predicate', predicate);
    return [
      el('q', {}, words),
      el('abbr', { title: relation.description }, relation.name),
      [
        LIST_OF_COLUMN.has(name) ? entry(LIST_OF_COLUMN.get(name), code).name : code,
        el('span', { class: 'code muted block' }, `${name} ${code}`),
      ],
      el('span', { class: 'code' }, line),
    ];
  });
  return textTable({
    caption: 'Mapping lines',
    hideCaption: true,
    columns: ['National word', 'Relation', 'Common code', 'Line'],
    rows,
    className: 'maps',
    heads: 0,
  });
}

function traceNotes(figure) {
  if (figure.footnotes.length + figure.comments.length === 0) return null;
  return [
    el('h3', {}, 'Footnotes and comments'),
    el(
      'ul',
      {},
      figure.footnotes.map(([mark, text]) => el('li', {}, mark, ' ', text)),
      figure.comments.map(text => el('li', {}, text)),
    ),
  ];
}

function traceFindings(figure) {
  const found = new Set(figure.cells.flatMap(cell => (findingsOfCell.get(cell) || []).map(([, finding]) => finding)));
  return found.size > 0 && [el('h3', {}, 'Findings at the cell'), findingsTable([...found])];
}

function traceSums(figure) {
  const sums = (sumsOfFigure.get(figure.key) || []).map(([, sum]) => sum);
  return (
    sums.length > 0 && [
      el('h3', {}, 'Sums over states that use it'),
      el(
        'ul',
        {},
        sums.map(sum =>
          el(
            'li',
            {},
            `${measureName(sum.measure)}, ${splitWords(sum.split, null, 'all')}, ${periodWords(sum.period)}: `,
            el('strong', {}, boundsText(sum.lower, sum.upper)),
            ` (${coverage(sum)})`,
            boundsOnly(sum, figure) ? '; it is not added in, it bounds what the state brings' : null,
          ),
        ),
      ),
    ]
  );
}

/** Whether a figure only limits what its state brings to a sum: that share was derived from several figures. */
function boundsOnly(sum, figure) {
  return sum.contributors.some(part => part.derived && part.figures.includes(figure.key));
}

/** The line of harmonized.csv, with what each of its columns says. */
function traceRow(figure) {
  return panel({
    level: 3,
    className: 'small',
    summary: 'The line of harmonized.csv',
    build: () =>
      textTable({
        caption: 'The line of harmonized.csv',
        hideCaption: true,
        className: 'row',
        columns: ['Column', 'Content', 'What it says'],
        rows: data.columns.map(([name, words], place) => [
          el('span', { class: 'code' }, name),
          figure.row[place] || el('span', { class: 'muted' }, 'empty'),
          words,
        ]),
      }),
  });
}

function copyLink(button) {
  const said = button.parentElement.querySelector('.copied');
  const done = () => {
    said.textContent = 'The link is copied.';
  };
  const failed = () => {
    said.textContent = `Copying is not allowed here. The link is ${location.href}`;
  };
  if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, failed);
  else failed();
}
