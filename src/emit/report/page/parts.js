'use strict';

/** The fifth section: totals and their parts, split by split, one state at a time. */

const openParts = new Set();
/** Splits with a handful of categories: countries and what has national details would be too many for bars. */
const PART_SPLITS = SPLITS.filter(name => !dimensionOf.get(name).countries && detailsOf(name).length === 0);

/** What the section is about: the names of its splits, as long as a heading can hold them. */
function partsTitle() {
  const names = PART_SPLITS.map(splitName);
  return names.length > 3 ? 'Totals and their parts' : sentence(listed(names.map(inText)));
}

/** Whether the round has anything for the section, whatever the filters say. */
const hasPartFigures = () =>
  data.figures.some(figure => isPart(figure) && PART_SPLITS.some(split => belongs(figure, split)));

function drawParts() {
  const shown = shownMeasures().filter(measure => PART_SPLITS.some(split => partFigures(measure, split).length > 0));
  if (openParts.size === 0 && shown.length > 0) openParts.add(shown[0]);
  show(
    'parts',
    el(
      'p',
      { class: 'prose' },
      'One state at a time: the states do not use the same categories, so their bars are never added up. The ' +
        'charts of one state share a scale; two states do not. ',
      `The sign after a number is its level for ${USE_WORDS[state.use].long.toLowerCase()}: `,
      LEVELS.map((level, place) => `${place ? ', ' : ''}${LEVEL_SIGNS[level]} ${LEVEL_WORDS[level]}`),
      '.',
    ),
    shown.length === 0
      ? el('p', { class: 'muted' }, 'No such figures with these filters.')
      : shown.map(measure => partsPanel(measure, shown.length === 1)),
  );
}

/** Whether a figure can be a part of a total: a number of units in a table. */
const isPart = figure => !figure.isRemark && !figure.isShare && !figure.isDetailed;

/** The codes of a figure in all splits but one. */
const besideSplit = (figure, split) => figure.split.filter((code, place) => SPLITS[place] !== split);

/**
 * Figures that are parts of a total. A state that states only one category, in whatever period, makes no split.
 */
function partFigures(measure, split) {
  const found = figuresOfMeasure.get(measure).filter(figure => isPart(figure) && belongs(figure, split));
  const parts = [...groupBy(found, figure => `${figure.area}|${figure.period}`).values()].flatMap(figures =>
    partsOfTotal(figures, split),
  );
  return [...groupBy(parts, figure => figure.area).values()]
    .filter(figures => new Set(figures.map(figure => partName(figure, split))).size > 1)
    .flat()
    .filter(passes);
}

/**
 * Of the figures of one state and period those that are split by one thing only. Where there are none, those that are all
 * of one other category: some states split a part of the total only and count the rest beside it.
 */
function partsOfTotal(figures, split) {
  const alone = figures.filter(figure => splitsOf(figure).length === 1);
  if (alone.length > 0) return alone;
  const isOfOne = new Set(figures.map(figure => besideSplit(figure, split).join('.'))).size === 1;
  return figures.length > 1 && isOfOne && splitsOf(figures[0]).length === 2 ? figures : [];
}

/** The places of the splits by which a figure is split. */
const splitsOf = figure => figure.split.flatMap((code, place) => (isWhole(code, place) ? [] : [place]));

function partsPanel(measure, isOnly) {
  const splits = PART_SPLITS.filter(split => partFigures(measure, split).length > 0);
  return panel({
    id: `parts-${measure}`,
    open: isOnly || openParts.has(measure),
    summary: [
      measureName(measure),
      ' ',
      el('span', { class: 'count' }, `by ${listed(splits.map(split => inText(splitName(split))))}`),
    ],
    onToggle: isOpen => (isOpen ? openParts.add(measure) : openParts.delete(measure)),
    build: () => splits.map(split => partsOfSplit(measure, split)),
  });
}

function partsOfSplit(measure, split) {
  const byArea = groupBy(partFigures(measure, split), figure => figure.area);
  return [
    el('h4', {}, splitName(split)),
    areas.filter(area => byArea.has(area)).map(area => partsOfState(area, measure, split, byArea.get(area))),
    panel({
      level: 0,
      className: 'small',
      summary: 'The numbers as a table',
      build: () => measureTable(measure, split),
    }),
  ];
}

function partsOfState(area, measure, split, figures) {
  const byPeriod = groupBy(figures, figure => figure.period);
  const highest = Math.max(0, ...figures.map(figure => upperOf(figure)));
  const names = [
    ...new Set(
      figures
        .slice()
        .sort((a, b) => compareSplits(a.split, b.split))
        .map(figure => partName(figure, split)),
    ),
  ];
  return el(
    'section',
    { class: 'state-parts', 'aria-label': `${areaName(area)}, ${measureName(measure)}: ${inText(splitName(split))}` },
    el('h5', {}, areaName(area)),
    el(
      'div',
      { class: 'multiples wider' },
      periods
        .filter(period => byPeriod.has(period))
        .map(period => partsOfPeriod(area, measure, split, period, byPeriod.get(period), names, highest)),
    ),
  );
}

const upperOf = figure => [figure.value, figure.upper, figure.lower, 0].find(one => one !== null);
const partName = (figure, split) => splitWords(figure.split, split);

function partsOfPeriod(area, measure, split, period, figures, names, highest) {
  const parts = names
    .map(name => figures.find(figure => partName(figure, split) === name))
    .filter(Boolean)
    .map(figure => ({
      name: partName(figure, split),
      lower: hasNumber(figure) ? (figure.value === null ? figure.lower || 0 : figure.value) : null,
      upper: hasNumber(figure) ? upperOf(figure) : null,
      text: `${figureText(figure)} ${hasNumber(figure) ? LEVEL_SIGNS[figure.levels[USES.indexOf(state.use)]] : ''}`,
    }));
  const said = parts.map(part => `${part.name} ${part.text.replace(/[●◐✕–]$/, '').trim()}`).join('; ');
  return el(
    'figure',
    { class: 'multiple' },
    el('figcaption', {}, periodHeading(period)),
    chart({
      label:
        `${areaName(area)}, ${periodHeading(period)}, ${measureName(measure)} by ` +
        `${inText(splitName(split))}: ${said}`,
      draw: width => partsPicture({ parts, highest }, width),
    }),
    el('p', { class: 'under' }, sumOfParts(area, measure, split, period, figures)),
  );
}

const sumOf = figures => figures.reduce((sum, figure) => sum + (figure.value || 0), 0);

/** Whether the parts add up to the total of the same table. */
function sumOfParts(area, measure, split, period, figures) {
  const at = SPLITS.indexOf(split);
  const codes = new Set(figures.map(figure => figure.split[at]));
  // A narrower category may be inside a wider one of the same table, or beside it: both are tried.
  const outer = figures.filter(figure => !codes.has(entry(dimensionOf.get(split).list, figure.split[at]).parent));
  const without = figures.filter(figure => figure.value === null);
  const total = figuresAt(area, measure, period, TOTAL_SPLIT).find(figure => !figure.isRemark && figure.value !== null);
  const rest = without.length > 0 ? ` ${count(without.length, 'part has', 'parts have')} no number.` : '';
  const sum = total && sumOf(figures) === total.value ? total.value : sumOf(outer);
  if (!total)
    return `The parts with a number add up to ${number(sum)}. There is no total to check them against.${rest}`;
  const link = plainLink(total);
  if (figures.length === 1) return ['The only part that is stated; the total is ', link, `.${rest}`];
  if (without.length > 0) return ['The parts with a number add up to ', number(sum), ' of ', link, `.${rest}`];
  if (sum === total.value) return ['The parts add up to the total, ', link, '.'];
  const beside = besideParts(split, figures, total.value - sum);
  if (beside)
    return [
      `With ${figureText(beside)} of the group “${splitWords(beside.split)}”, who are counted beside them, the ` +
        'parts add up to the total, ',
      link,
      '.',
    ];
  const gap = number(Math.abs(total.value - sum));
  return [
    el('strong', {}, 'The parts do not add up: '),
    `their sum is ${number(sum)}, the total is `,
    link,
    `: ${gap} ${sum < total.value ? 'in no part' : 'too many'}.`,
  ];
}

/** Where the parts are all of one other category: the figure of another such category that fills the gap to the total. */
function besideParts(split, figures, gap) {
  const [{ area, measure, period }] = figures;
  const other = splitsOf(figures[0]).find(place => SPLITS[place] !== split);
  if (other === undefined) return null;
  return figuresOfMeasure
    .get(measure)
    .find(
      figure =>
        figure.area === area &&
        figure.period === period &&
        !figure.isRemark &&
        figure.value === gap &&
        splitsOf(figure).join() === String(other) &&
        figure.split[other] !== figures[0].split[other],
    );
}
