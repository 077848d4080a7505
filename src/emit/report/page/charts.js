'use strict';

/** Charts: drawn to the width of their place, with a text for those who do not see them. */

const charts = new Map();

const resizes = new ResizeObserver(entries => {
  for (const { target } of entries) drawChart(target);
});

/**
 * A chart. `draw` makes its picture for a width in pixels; `label` says in words what the picture shows; a long one is as
 * wide as the page.
 */
function chart({ label, draw, isLong = false }) {
  const node = el('div', { class: 'chart', role: 'img', 'aria-label': label });
  charts.set(node, { draw, isLong, width: 0 });
  resizes.observe(node);
  return node;
}

function drawChart(node, fixedWidth = 0) {
  const known = charts.get(node);
  if (!known) return;
  const width = fixedWidth * (known.isLong ? 3 : 1) || Math.floor(node.clientWidth);
  if (width === 0 || width === known.width) return;
  known.width = width;
  const picture = known.draw(width);
  // Plot names its groups for those who hear the page; here the chart as a whole has a text, and groups need no names.
  for (const group of picture.querySelectorAll('[aria-label]')) group.removeAttribute('aria-label');
  node.replaceChildren(picture);
}

/** Draws all charts at once, for paper does not wait for the observer. Forgets those that have left the page. */
function drawAllCharts(fixedWidth = 0) {
  for (const node of [...charts.keys()]) {
    if (node.isConnected) drawChart(node, fixedWidth);
    else charts.delete(node);
  }
}

/** Colours are given as they are; no scale of colours is wanted. */
const plainColours = { type: 'identity' };

const chartStyle = {
  background: 'transparent',
  color: 'var(--ink)',
  fontFamily: 'inherit',
  fontSize: '12px',
  overflow: 'visible',
};

/**
 * One state's series. Places are whole numbers, from one period to the next: years, or months and quarters counted from
 * the year 0; `step` is their length in months. `points` are `{at, lower, upper, text, isHollow}`, `links` join two of
 * them, `gaps` are `{at, text}`, `spans` are `{first, last, value, text}`, `breaks` are places, `remarks` are
 * `{at, value, text}`.
 */
function seriesPicture({ step, first, last, points, links, gaps, spans, breaks, remarks }, width) {
  const highest = Math.max(1, ...points.map(p => p.upper), ...spans.map(s => s.value), ...remarks.map(r => r.value));
  const middle = p => (p.lower + p.upper) / 2;
  // A remark stands beside the point of its year, not on it.
  const aside = r => (points.some(p => p.at === r.at) ? r.at + 0.24 : r.at);
  // Words that would lie over each other are left out; all stand below the chart.
  const fitting = wide =>
    [1, 2, 3, 4, 6, 12, 24, 60, 120].find(every => (width * every) / (last - first + 1.4) >= wide);
  const [forTick, forText] = [fitting(34), fitting(8 * Math.max(1, ...points.map(p => p.text.length)))];
  const hasRoom = p => last - first < LONG || p.at % forText === 0;
  return Plot.plot({
    width,
    height: 150,
    marginTop: 20,
    marginBottom: 22,
    marginLeft: 6,
    marginRight: 6,
    style: chartStyle,
    color: plainColours,
    x: {
      domain: [first - 0.7, last + 0.7],
      ticks: d3.range(first, last + 1).filter(at => at % forTick === 0),
      tickFormat: at => placeWords(at, step),
      tickSize: 0,
      label: null,
    },
    y: { domain: [0, highest * 1.12], axis: null },
    marks: [
      Plot.ruleY([0], { stroke: 'var(--line)' }),
      Plot.ruleX(breaks, {
        x: at => at - 0.5,
        stroke: 'var(--limited-ink)',
        strokeDasharray: '3 3',
        strokeWidth: 1.5,
      }),
      Plot.text(breaks, {
        x: at => at - 0.5,
        frameAnchor: 'top',
        dy: -14,
        text: () => 'break',
        fill: 'var(--limited-ink)',
      }),
      Plot.ruleY(spans, {
        y: 'value',
        x1: s => s.first - 0.45,
        x2: s => s.last + 0.45,
        stroke: 'var(--muted)',
        strokeWidth: 5,
        strokeOpacity: 0.45,
      }),
      Plot.text(spans, {
        x: s => s.first - 0.45,
        y: 'value',
        text: 'text',
        textAnchor: 'start',
        dy: -10,
        fill: 'var(--muted)',
      }),
      Plot.rect(
        points.filter(p => p.lower < p.upper),
        {
          x1: p => p.at - 0.22,
          x2: p => p.at + 0.22,
          y1: 'lower',
          y2: 'upper',
          fill: 'var(--accent)',
          fillOpacity: 0.25,
          stroke: 'var(--accent)',
        },
      ),
      Plot.link(links, {
        x1: ([a]) => a.at,
        y1: ([a]) => middle(a),
        x2: ([, b]) => b.at,
        y2: ([, b]) => middle(b),
        stroke: 'var(--accent)',
        strokeWidth: 1.75,
      }),
      Plot.dot(
        points.filter(p => p.lower === p.upper),
        {
          x: 'at',
          y: 'lower',
          r: 3.5,
          stroke: 'var(--accent)',
          strokeWidth: 1.75,
          fill: p => (p.isHollow ? 'var(--paper)' : 'var(--accent)'),
        },
      ),
      Plot.dot(remarks, {
        x: aside,
        y: 'value',
        symbol: 'diamond',
        r: 4.5,
        stroke: 'var(--muted)',
        strokeWidth: 1.5,
        fill: 'var(--paper)',
      }),
      Plot.text(remarks, { x: aside, y: 'value', text: 'text', dx: 9, textAnchor: 'start', fill: 'var(--muted)' }),
      Plot.text(points.filter(hasRoom), { x: 'at', y: 'upper', text: 'text', dy: -11, fontWeight: 600 }),
      Plot.text(gaps, { x: 'at', y: 0, text: 'text', dy: -8, fill: 'var(--muted)' }),
    ],
  });
}

/** A place of a series as its axis says it: a year, at its first month, or a month. */
function placeWords(at, step) {
  const month = at * step;
  return month % YEAR === 0 ? String(month / YEAR) : MONTHS[month % YEAR];
}

/**
 * Parts of a total as bars. `parts` are `{name, lower, upper, text}`, with bounds of null where there is no number;
 * `highest` is the end of the scale, which the pictures of one state share.
 */
function partsPicture({ parts, highest }, width) {
  const names = Math.min(150, Math.round(width * 0.42));
  const numbers = parts.filter(part => part.lower !== null);
  const lines = Math.max(...parts.map(part => Math.ceil((part.name.length * 7.2) / names)));
  return Plot.plot({
    width,
    height: parts.length * (lines > 1 ? 34 : 25) + 8,
    marginTop: 4,
    marginBottom: 4,
    marginLeft: names + 8,
    marginRight: 58,
    style: chartStyle,
    color: plainColours,
    x: { domain: [0, Math.max(1, highest)], axis: null },
    y: { domain: parts.map(part => part.name), label: null, padding: 0.28, axis: null },
    marks: [
      Plot.axisY({ tickSize: 0, label: null, lineWidth: names / 13.5 }),
      Plot.barX(numbers, { x1: 0, x2: 'lower', y: 'name', fill: 'var(--accent)' }),
      Plot.barX(
        numbers.filter(part => part.upper > part.lower),
        {
          x1: 'lower',
          x2: 'upper',
          y: 'name',
          fill: 'var(--accent)',
          fillOpacity: 0.25,
          stroke: 'var(--accent)',
          strokeDasharray: '2 2',
        },
      ),
      Plot.ruleX([0], { stroke: 'var(--line)' }),
      Plot.text(parts, {
        x: part => part.upper || 0,
        y: 'name',
        text: 'text',
        textAnchor: 'start',
        dx: 5,
        fill: part => (part.lower === null ? 'var(--muted)' : 'var(--ink)'),
      }),
    ],
  });
}
