'use strict';

/** The ninth section: what the stewards should look at. */

function drawFindings() {
  const shown = data.findings.filter(findingPasses);
  const byLevel = groupBy(shown, finding => finding.level);
  const levels = Object.keys(FINDING_LEVELS).filter(level => byLevel.has(level));
  show(
    'findings',
    el(
      'p',
      { class: 'prose' },
      'What the program found in the files and in the mappings, each with its place, and what to do about it. ',
      'Nothing was corrected in silence.',
    ),
    el('p', {}, findingsCounted(shown, byLevel, levels)),
    levels.map(level => findingsPanel(level, byLevel.get(level))),
  );
}

/** `6 findings of 75: 3 warnings and 3 notes.` */
function findingsCounted(shown, byLevel, levels) {
  if (shown.length === 0) return 'No findings with these filters.';
  const ofAll = shown.length < data.findings.length ? ` of ${data.findings.length}` : '';
  const counts = levels.map(level => {
    const { name, plural } = FINDING_LEVELS[level];
    return count(byLevel.get(level).length, name.toLowerCase(), plural.toLowerCase());
  });
  return `${count(shown.length, 'finding', 'findings')}${ofAll}: ${listed(counts)}.`;
}

function findingsPanel(level, findings) {
  const { plural, meaning } = FINDING_LEVELS[level];
  return panel({
    open: level !== 'note',
    className: 'finding-level',
    summary: [plural, ' ', el('span', { class: 'count' }, `${findings.length}; ${meaning}`)],
    build: () => findingsByState(findings),
  });
}

/** A filter for period or measure lets through what is about such figures. */
function findingPasses(finding) {
  if (state.area && finding.area !== state.area) return false;
  return (!state.year && !state.measure) || finding.figures.some(passes);
}

function findingsByState(findings) {
  const groups = groupBy(findings, finding => finding.area);
  return [...areas, null]
    .filter(area => groups.has(area))
    .map(area => [
      el('h4', {}, area === null ? 'Not of one state' : areaName(area)),
      findingsTable(groups.get(area), false),
    ]);
}

function findingsTable(findings, withLevel = true) {
  const rows = findings.map(finding => [
    [
      el('span', { class: 'reason-name' }, finding.title),
      el('span', { class: 'muted code block' }, finding.code),
      withLevel &&
        el('span', { class: 'muted block' }, (FINDING_LEVELS[finding.level] || { name: finding.level }).name),
    ],
    el('span', { class: 'code' }, cellOf(finding.place)),
    [
      foundWords(finding.found),
      finding.expected ? el('span', { class: 'describe' }, `Expected: ${spelledOut(finding.expected)}`) : null,
    ],
    [
      sentence(finding.remedy),
      el('span', { class: 'describe' }, `Who: ${(REPAIRED_BY[finding.repair_by] || finding.repair_by).toLowerCase()}`),
    ],
  ]);
  return textTable({
    caption: 'Findings',
    hideCaption: true,
    className: 'findings',
    columns: ['Finding', 'Place', 'What was found', 'What to do'],
    rows,
  });
}
