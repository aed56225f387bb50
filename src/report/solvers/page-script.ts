/**
 * The script of the benchmark's page: values of the point under pointer, finger or cursor keys; solvers lit up and kept lit;
 * tables sorted by a column. Everything else on the page is there without it.
 *
 * Points are looked up in the table of all runs: a series `g.s` names its rows in `data-r` and its places in the dots `path.d`.
 * Browsers run this text as it stands, so it keeps to what all of them have had for years.
 */
export const pageScript: string = String.raw`
'use strict';
(() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });

  // Solvers lit up: for as long as the pointer is there, or until the second click.
  const kept = new Set();
  const light = (passing) => {
    const lit = passing ? new Set([...kept, passing]) : kept;
    document.body.classList.toggle('lit', lit.size > 0);
    for (const node of all('[data-s]')) node.classList.toggle('on', lit.has(node.dataset.s));
  };
  const keep = (solver) => {
    if (!kept.delete(solver)) kept.add(solver);
    for (const key of all('.key button')) key.setAttribute('aria-pressed', String(kept.has(key.dataset.s)));
    light(null);
  };
  for (const key of all('.key button')) {
    key.addEventListener('click', () => keep(key.dataset.s));
    key.addEventListener('focus', () => light(key.dataset.s));
    key.addEventListener('blur', () => light(null));
  }
  for (const name of all('.key button, .chip, g.n[data-s]')) {
    name.addEventListener('mouseenter', () => light(name.dataset.s));
    name.addEventListener('mouseleave', () => light(null));
  }

  for (const hint of all('.hint')) hint.hidden = false;

  // The card with the values of one point.
  const card = document.body.appendChild(make('div', ''));
  card.className = 'card';
  card.hidden = true;
  card.setAttribute('role', 'status');
  const fill = (row) => {
    const heads = all('thead th', row.closest('table')).map((head) => head.textContent);
    const facts = make('dl', '');
    const [effort, , steps] = [...row.cells].slice(1).map((cell) => cell.textContent);
    [...row.cells].slice(1).forEach(({ textContent }, j) => {
      const name = heads[j + 1];
      const idle =
        textContent === '–' || name === 'status' || (name === 'steps' && steps === effort) || (name === 'rejected' && textContent === '0');
      if (!idle) facts.append(make('dt', name), make('dd', textContent));
    });
    card.replaceChildren(make('b', row.cells[0].textContent), facts);
  };

  const hide = (chart) => {
    chart.ring.remove();
    chart.chosen = null;
    card.hidden = true;
    light(null);
  };
  const show = (chart, point) => {
    const row = document.getElementById('r' + point.row);
    if (!row) return;
    const { svg, ring } = chart;
    chart.chosen = point;
    ring.setAttribute('cx', point.x);
    ring.setAttribute('cy', point.y);
    svg.append(ring);
    if (card.hidden || card.dataset.row !== point.row) fill(row);
    card.dataset.row = point.row;
    card.hidden = false;
    const frame = svg.getBoundingClientRect();
    const scale = frame.width / svg.viewBox.baseVal.width;
    const [x, y] = [frame.left + point.x * scale, frame.top + point.y * scale];
    const left = x + 16 + card.offsetWidth > innerWidth ? x - 16 - card.offsetWidth : x + 16;
    const top = y + 12 + card.offsetHeight > innerHeight ? y - 12 - card.offsetHeight : y + 12;
    card.style.left = Math.max(4, left) + 'px';
    card.style.top = Math.max(4, top) + 'px';
    light(point.solver);
  };
  const nearest = (points, x, y) => {
    let best = null;
    let least = Infinity;
    for (const point of points) {
      const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
      if (distance < least) [best, least] = [point, distance];
    }
    return { best, least };
  };

  for (const svg of all('.panels svg')) {
    const lines = all('g.s', svg).map((group) => {
      const rows = group.dataset.r.split(' ');
      const places = group.querySelector('.d').getAttribute('d').match(/-?[\d.]+,-?[\d.]+/g);
      return places.map((place, i) => {
        const [x, y] = place.split(',').map(Number);
        return { x, y, row: rows[i], solver: group.dataset.s };
      });
    });
    if (lines.length === 0) continue;
    const ring = document.createElementNS(SVG, 'circle');
    ring.setAttribute('r', '6');
    ring.setAttribute('class', 'ring');
    const chart = { svg, ring, chosen: null };
    const points = lines.flat();
    const follow = (event) => {
      const frame = svg.getBoundingClientRect();
      const scale = frame.width / svg.viewBox.baseVal.width;
      const { best, least } = nearest(points, (event.clientX - frame.left) / scale, (event.clientY - frame.top) / scale);
      if (least < 24 ** 2) show(chart, best);
      else if (chart.chosen) hide(chart);
    };
    svg.addEventListener('pointermove', follow);
    svg.addEventListener('pointerdown', follow);
    svg.addEventListener('pointerleave', (event) => event.pointerType === 'mouse' && hide(chart));
    svg.addEventListener('click', (event) => {
      if (event.pointerType !== 'touch' && chart.chosen) keep(chart.chosen.solver);
    });
    svg.addEventListener('blur', () => hide(chart));
    svg.setAttribute('tabindex', '0');
    svg.addEventListener('focus', () => svg.matches(':focus-visible') && show(chart, lines[0][0]));
    svg.addEventListener('keydown', (event) => {
      const at = chart.chosen;
      const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1, Enter: 0, ' ': 0, Escape: 0 };
      if (!(event.key in moves) || (event.key === 'Escape' && !at)) return;
      event.preventDefault();
      if (event.key === 'Escape') return hide(chart);
      if (!at) return show(chart, lines[0][0]);
      if (moves[event.key] === 0) return keep(at.solver);
      const own = lines.findIndex((line) => line.includes(at));
      const along = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
      const next = along
        ? lines[own][lines[own].indexOf(at) + moves[event.key]]
        : nearest(lines[(own + moves[event.key] + lines.length) % lines.length], at.x, at.y).best;
      if (next) show(chart, next);
    });
  }
  addEventListener('scroll', () => { card.hidden = true; }, { passive: true });

  // Numbers of a column, whatever their unit; words by the alphabet, what is not there last.
  const units = { 'µs': 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600 };
  const value = (cell) => {
    const text = cell.textContent.replaceAll(',', '').replaceAll('−', '-').trim();
    const number = /^(?:N = |NFE )?(-?[\d.]+(?:e[+-]?\d+)?)(?: (µs|ms|s|min|h)\b)?/.exec(text);
    return number ? Number(number[1]) * (units[number[2]] ?? 1) : text === '–' || text === '' ? Infinity : text;
  };
  const compare = (a, b) =>
    typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === 'number' ? -1 : 1;
  for (const table of all('table.sortable')) {
    const heads = all('thead th', table);
    heads.forEach((head, j) => {
      const button = make('button', head.textContent);
      button.type = 'button';
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');
        const keyed = all('tbody tr', table).map((row) => ({ row, key: value(row.cells[j]) }));
        const missing = ({ key }) => key === Infinity;
        keyed.sort((a, b) => (missing(a) || missing(b) ? 1 : sign) * compare(a.key, b.key));
        table.querySelector('tbody').append(...keyed.map(({ row }) => row));
      });
    });
  }
})();
`.trim();
