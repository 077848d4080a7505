'use strict';

/**
 * The filters. Their state stands in the query of the address, so that an address can be sent around; the fragment
 * stays free for links to figures.
 */

const FILTERS = {
  year: { none: '', isValid: value => periods.includes(value) },
  measure: { none: '', isValid: value => measures.includes(value) },
  area: { none: '', isValid: value => areas.includes(value) },
  use: { none: 'between', isValid: value => USES.includes(value) },
  by: { none: '', isValid: value => BREAKDOWNS.includes(value) },
  object: { none: '', isValid: value => data.objects.some(([object]) => object === value) },
  period: { none: '', isValid: value => periods.includes(value) },
  split: { none: '', isValid: value => data.splits.some(split => split.join('.') === value) },
  of: { none: '', isValid: () => true },
};

const state = {};

function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const [name, { none, isValid }] of Object.entries(FILTERS)) {
    const value = query.get(name);
    state[name] = value !== null && isValid(value) ? value : none;
  }
}

function writeAddress() {
  const query = new URLSearchParams();
  for (const [name, { none }] of Object.entries(FILTERS)) if (state[name] !== none) query.set(name, state[name]);
  const text = query.toString();
  try {
    history.replaceState(null, '', `${location.pathname}${text ? `?${text}` : ''}${location.hash}`);
  } catch {
    // A browser may refuse this for a local file; the filters then work without being in the address.
  }
}

/** Sections that follow the filters: `[names of filters, function that draws]`. */
const followers = [];

function onFilter(names, draw) {
  followers.push([names, draw]);
}

function setFilter(name, value) {
  state[name] = value;
  writeAddress();
  for (const [names, draw] of followers) if (names.includes(name)) draw();
  drawFilterState();
}

/** Which figures the filters at the top let through. */
function passes(figure) {
  return (
    passesYear(figure.period) &&
    (!state.measure || figure.measure === state.measure) &&
    (!state.area || figure.area === state.area)
  );
}

function passesYear(period) {
  return !state.year || isWithin(period, state.year);
}

/** Columns of periods: the one that is chosen, or all that occur. */
function shownPeriods(occurring) {
  return periods.filter(period => occurring.has(period) && passesYear(period));
}

const shownAreas = () => (state.area ? [state.area] : areas);
const shownMeasures = () =>
  state.measure ? [state.measure] : measures.filter(measure => figuresOfMeasure.has(measure));

function measureGroups() {
  return data.objects
    .map(([object, list]) => [
      objectName(object),
      list.filter(measure => figuresOfMeasure.has(measure)).map(measure => [measure, measureName(measure)]),
    ])
    .filter(([, list]) => list.length > 0);
}

function drawFilters() {
  const form = document.getElementById('filters');
  const selects = [
    choice({
      id: 'year',
      label: 'Period',
      value: state.year,
      onChange: value => setFilter('year', value),
      groups: [[null, [['', 'All periods'], ...periods.map(period => [period, periodHeading(period)])]]],
    }),
    choice({
      id: 'measure',
      label: 'Measure',
      value: state.measure,
      onChange: value => setFilter('measure', value),
      groups: [[null, [['', 'All measures']]], ...measureGroups()],
    }),
    choice({
      id: 'area',
      label: 'State',
      value: state.area,
      onChange: value => setFilter('area', value),
      groups: [[null, [['', 'All states'], ...areas.map(area => [area, areaName(area)])]]],
    }),
    choice({
      id: 'use',
      label: 'Level shown for',
      value: state.use,
      onChange: value => setFilter('use', value),
      groups: [[null, USES.map(use => [use, USE_WORDS[use].long])]],
    }),
  ];
  const reset = el('button', { type: 'button', class: 'quiet', id: 'reset', onclick: resetFilters }, 'Show everything');
  form.replaceChildren(...selects, reset);
  form.addEventListener('submit', event => event.preventDefault());
  const toggle = document.getElementById('filters-toggle');
  toggle.addEventListener('click', () => {
    const isOpen = document.getElementById('bar').classList.toggle('open');
    toggle.setAttribute('aria-expanded', String(isOpen));
  });
  drawFilterState();
}

function resetFilters() {
  for (const name of ['year', 'measure', 'area']) {
    document.getElementById(name).value = '';
    state[name] = '';
  }
  writeAddress();
  for (const [names, draw] of followers) if (names.some(name => ['year', 'measure', 'area'].includes(name))) draw();
  drawFilterState();
}

/** Says in words what is shown, for all readers and for those who hear the page. */
function drawFilterState() {
  const shown = data.figures.filter(passes).length;
  const choices = [
    state.year && periodHeading(state.year),
    state.measure && measureName(state.measure),
    state.area && areaName(state.area),
  ];
  const words = choices.filter(Boolean).join(', ');
  document.getElementById('shown').textContent = words
    ? `${words}: ${number(shown)} of ${count(data.figures.length, 'figure', 'figures')}`
    : `All ${count(data.figures.length, 'figure', 'figures')}`;
  document.getElementById('reset').disabled = !words;
}
