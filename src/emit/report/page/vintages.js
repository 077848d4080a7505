'use strict';

/** The section on vintages: what the rounds say of one year, years down and rounds across. */

function drawVintages() {
  const shown = data.triangles.filter(
    one => (!state.area || one.area === state.area) && (!state.measure || one.measure === state.measure),
  );
  const groups = groupBy(shown, one => `${one.area} ${one.sender}`);
  const changed = shown.filter(one => one.rows.some(([, values]) => isRevised(values)));
  show(
    'vintages',
    el(
      'p',
      { class: 'prose' },
      `Rounds ask again for years that an earlier round had. Below are the totals of ${listed(data.vintages.map(([id]) => id))}, ` +
        'years down and rounds across. ',
      el('a', { href: '../../history/revisions.csv' }, 'revisions.csv'),
      ' has every figure with its cells, and why it is another one.',
    ),
    el(
      'p',
      {},
      `${count(changed.length, 'series has', 'series have')} a value that a later round changed, of ${number(shown.length)} that several rounds have.`,
    ),
    [...groups.values()].map(group => vintagesPanel(group)),
  );
}

/** Whether two rounds have different values. */
function isRevised(values) {
  return new Set(values.filter(value => value !== null)).size > 1;
}

function vintagesPanel(group) {
  const [{ area, sender }] = group;
  const revised = group.filter(one => one.rows.some(([, values]) => isRevised(values))).length;
  return panel({
    summary: [
      areaName(area),
      sender === area ? null : `, as ${senderName(sender)} has it`,
      ' ',
      el('span', { class: 'count' }, revised > 0 ? `${revised} of ${group.length} series revised` : 'nothing revised'),
    ],
    build: () => group.map(one => vintagesTable(one)),
  });
}

function vintagesTable(one) {
  const heading = place => {
    const [id, published] = data.vintages[place];
    return [`Round ${id}`, published ? el('span', { class: 'describe' }, `released ${published}`) : null];
  };
  const asks = (place, period) => data.vintages[place][2].some(year => isWithin(period, String(year)) || isWithin(String(year), period));
  const cell = (value, isChanged, isAsked) =>
    value === null
      ? el('span', { class: 'muted' }, isAsked ? 'none' : 'not asked')
      : el(isChanged ? 'strong' : 'span', {}, boundWords(value));
  return table({
    caption: entry(MEASURE.list, one.measure).name,
    columns: ['Period', ...one.vintages.map(place => el('span', {}, heading(place)))],
    rows: one.rows.map(([period, values]) => [periodWords(period), ...values.map((value, at) => cell(value, isRevised(values), asks(one.vintages[at], period)))]),
  });
}
