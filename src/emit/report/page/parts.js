'use strict';

/** The fifth section: victims and persons by form of exploitation and by sex, one state at a time. */

const openParts = new Set();
const PART_SPLITS = ['EXPL_FORM', 'SEX'];

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
      ['C', 'L', 'N', '_Z'].map((level, place) => `${place ? ', ' : ''}${LEVEL_SIGNS[level]} ${LEVEL_WORDS[level]}`),
      '.',
    ),
    shown.length === 0
      ? el('p', { class: 'muted' }, 'No figures by form or sex with these filters.')
      : shown.map(measure => partsPanel(measure, shown.length === 1)),
  );
}

/**
 * Figures that are split by one thing only, so that they are parts of the total. Those by sex may be of one age,
 * for some states count children beside the sexes.
 */
function partFigures(measure, split) {
  return figuresOfMeasure
    .get(measure)
    .filter(
      figure =>
        passes(figure) &&
        !figure.isRemark &&
        !figure.isShare &&
        !WHOLE.has(figure.split[SPLITS.indexOf(split)]) &&
        WHOLE.has(figure.article) &&
        figure.split.every(
          (code, place) => WHOLE.has(code) || SPLITS[place] === split || (split === 'SEX' && SPLITS[place] === 'AGE'),
        ),
    );
}

function partsPanel(measure, isOnly) {
  const splits = PART_SPLITS.filter(split => partFigures(measure, split).length > 0);
  return panel({
    id: `parts-${measure}`,
    open: isOnly || openParts.has(measure),
    summary: [
      measureName(measure),
      ' ',
      el('span', { class: 'count' }, `by ${listed(splits.map(split => SPLIT_CHOICES[split].toLowerCase()))}`),
    ],
    onToggle: isOpen => (isOpen ? openParts.add(measure) : openParts.delete(measure)),
    build: () => splits.map(split => partsOfSplit(measure, split)),
  });
}

function partsOfSplit(measure, split) {
  const byArea = groupBy(partFigures(measure, split), figure => figure.area);
  return [
    el('h4', {}, SPLIT_CHOICES[split]),
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
    { class: 'state-parts', 'aria-label': `${areaName(area)}: ${SPLIT_CHOICES[split].toLowerCase()}` },
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
        `${SPLIT_CHOICES[split].toLowerCase()}: ${said}`,
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
  const outer = figures.filter(figure => !codes.has(entry(LIST_OF_SPLIT[split], figure.split[at]).parent));
  const without = figures.filter(figure => figure.value === null);
  const total = figuresAt(area, measure, period, TOTAL_SPLIT).find(figure => !figure.isRemark && figure.value !== null);
  const rest = without.length > 0 ? ` ${count(without.length, 'part has', 'parts have')} no number.` : '';
  const sum = total && sumOf(figures) === total.value ? total.value : sumOf(outer);
  if (!total)
    return `The parts with a number add up to ${number(sum)}. There is no total to check them against.${rest}`;
  const link = plainLink(total);
  if (without.length > 0) return ['The parts with a number add up to ', number(sum), ' of ', link, `.${rest}`];
  if (sum === total.value) return ['The parts add up to the total, ', link, '.'];
  const beside = besideParts(area, measure, period, figures, total.value - sum);
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

/** Where the parts are of one age only: the figure of another age that fills the gap to the total. */
function besideParts(area, measure, period, figures, gap) {
  const ages = new Set(figures.map(figure => figure.split[2]));
  if ([...ages].some(age => WHOLE.has(age))) return null;
  return (figuresOfMeasure.get(measure) || []).find(
    figure =>
      figure.area === area &&
      figure.period === period &&
      !figure.isRemark &&
      figure.value === gap &&
      !WHOLE.has(figure.split[2]) &&
      !ages.has(figure.split[2]) &&
      figure.split.every((code, place) => place === 2 || WHOLE.has(code)),
  );
}
