/**
 * The page's only script: sorts and filters the table, lights the edges of a box. The page is readable without it.
 * Plain JavaScript for any browser of the last years; it touches nothing but classes, attributes and order.
 */
export const SCRIPT = `
'use strict';
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const table = document.querySelector('#endpoints');
const rows = table ? all('tbody', table) : [];
const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const filters = document.querySelector('#filters');
let box;

function filter() {
  if (!filters) return;
  const words = filters.querySelector('#words').value.toLowerCase().split(/\\s+/).filter(Boolean);
  const verdicts = new Set(all('[name=verdict]:checked', filters).map((input) => input.value));
  const database = filters.querySelector('#database').checked;
  let shown = 0;
  for (const row of rows) {
    const { verdict, boxes, database: reaches } = row.dataset;
    const fits = verdicts.has(verdict) && (!database || reaches === 'yes')
      && (box === undefined || boxes.split(' ').includes(box)) && words.every((word) => texts.get(row).includes(word));
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  const where = box === undefined ? '' : ' on the way through the marked module';
  filters.querySelector('#shown').textContent = shown + ' of ' + rows.length + ' endpoints' + where;
}

function sort(button) {
  const head = button.closest('th');
  const order = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
  for (const other of all('thead th', table)) other.setAttribute('aria-sort', 'none');
  head.setAttribute('aria-sort', order);
  const column = Number(button.dataset.column);
  const key = (row) => row.rows[0].cells[column].dataset.key;
  const compare = button.dataset.kind === 'number'
    ? (a, b) => Number(key(a)) - Number(key(b))
    : (a, b) => key(a).localeCompare(key(b), 'en', { numeric: true });
  const sign = order === 'ascending' ? 1 : -1;
  table.append(...[...rows].sort((a, b) => sign * compare(a, b)));
}

function mark(chosen) {
  const { box: name } = chosen.dataset;
  box = box === name ? undefined : name;
  for (const each of all('.box')) each.setAttribute('aria-pressed', String(each.dataset.box === box));
  light(box);
  filter();
}

function light(name) {
  for (const edge of all('.edge')) {
    edge.classList.toggle('lit', name !== undefined && (edge.dataset.from === name || edge.dataset.to === name));
  }
}

if (filters) {
  filters.addEventListener('input', filter);
  filters.addEventListener('submit', (event) => event.preventDefault());
  filters.addEventListener('reset', () => {
    box = undefined;
    light(undefined);
    for (const each of all('.box')) each.setAttribute('aria-pressed', 'false');
    setTimeout(filter);
  });
  filters.querySelector('#open').addEventListener('click', (event) => {
    const details = rows.filter((row) => !row.hidden).map((row) => row.querySelector('details'));
    const open = details.some((each) => !each.open);
    for (const each of details) each.open = open;
    event.target.textContent = open ? 'Close all' : 'Open all';
  });
  for (const button of all('thead button', table)) button.addEventListener('click', () => sort(button));
}
for (const each of all('.box')) {
  each.addEventListener('click', () => mark(each));
  each.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    mark(each);
  });
  each.addEventListener('mouseenter', () => light(each.dataset.box));
  each.addEventListener('mouseleave', () => light(box));
  each.addEventListener('focus', () => light(each.dataset.box));
  each.addEventListener('blur', () => light(box));
}
filter();
`;
