import { h } from './dom';
import { term } from './terms';

/** More rows than this would make the page slow; the search finds the others. */
const most = 1000;

export interface Column<Row> {
  name: string;
  /** What it is sorted by. */
  by: (row: Row) => number | string;
  cell: (row: Row) => Node | string;
  numeric?: boolean;
}

/** A table that is sorted by its heads and searched by words; rows can open a line of details below them. */
export class SortableTable<Row> {
  readonly element: HTMLElement;
  private readonly body = h('tbody');
  private readonly count = h('span', { class: 'count', role: 'status' });
  private readonly heads: HTMLTableCellElement[];
  private readonly search = h('input', { type: 'search', placeholder: 'Search', 'aria-label': 'Search the table', oninput: () => this.fill() });
  private readonly open = new Set<Row>();
  private sorted = -1;
  private descending = false;

  constructor(
    private readonly rows: Row[],
    private readonly columns: Column<Row>[],
    private readonly id: (row: Row) => string,
    private readonly text: (row: Row) => string,
    private readonly details?: (row: Row) => Node,
  ) {
    this.heads = columns.map((column, i) => h('th', { scope: 'col', class: column.numeric ? 'num' : '', 'aria-sort': 'none' },
      h('button', { type: 'button', onclick: () => this.sort(i) }, term(column.name))));
    this.element = h('div', { class: 'table' },
      h('div', { class: 'tools' }, this.search, this.count),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' }, h('table', {}, h('thead', {}, h('tr', {}, this.heads)), this.body)));
    this.fill();
  }

  /** Sorts by a column, the other way round where it is sorted by it already. */
  sort(column: number): void {
    this.descending = this.sorted === column ? !this.descending : this.columns[column]!.numeric === true;
    this.sorted = column;
    this.heads.forEach((head, i) => head.setAttribute('aria-sort', i !== column ? 'none' : this.descending ? 'descending' : 'ascending'));
    this.fill();
  }

  /** Brings a row into view and marks it. */
  reveal(row: Row): void {
    if (!this.chosen().includes(row)) {
      this.search.value = '';
    }

    this.open.add(row);
    this.fill();
    const line = document.getElementById(this.id(row))!;
    line.scrollIntoView({ block: 'center' });
    line.classList.add('marked');
    line.focus({ preventScroll: true });
    setTimeout(() => line.classList.remove('marked'), 2500);
  }

  private chosen(): Row[] {
    const words = this.search.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    return this.rows.filter((row) => words.every((word) => this.text(row).toLowerCase().includes(word)));
  }

  private fill(): void {
    const rows = this.chosen();
    const column = this.columns[this.sorted];
    if (column) {
      const sign = this.descending ? -1 : 1;
      rows.sort((a, b) => {
        const [x, y] = [column.by(a), column.by(b)];
        return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y)));
      });
    }

    this.count.textContent = (rows.length === this.rows.length ? `${rows.length} rows` : `${rows.length} of ${this.rows.length} rows`) + (rows.length > most ? `, the first ${most} shown` : '');
    const shown = rows.length > most ? [...rows.slice(0, most), ...rows.slice(most).filter((row) => this.open.has(row))] : rows;
    this.body.replaceChildren(...shown.flatMap((row) => this.lines(row)));
  }

  private lines(row: Row): Node[] {
    const isOpen = this.open.has(row);
    const line = h('tr', { id: this.id(row), tabindex: -1 }, this.columns.map((column, i) => h('td', { class: column.numeric ? 'num' : '' },
      i === 0 && this.details ? h('button', { type: 'button', class: 'more', 'aria-expanded': String(isOpen), 'aria-label': 'Details', onclick: () => this.toggle(row) }, isOpen ? '\u25be' : '\u25b8') : null, column.cell(row))));
    return isOpen && this.details ? [line, h('tr', { class: 'details' }, h('td', { colspan: this.columns.length }, this.details(row)))] : [line];
  }

  private toggle(row: Row): void {
    if (!this.open.delete(row)) {
      this.open.add(row);
    }

    this.fill();
    document.getElementById(this.id(row))?.querySelector('button')?.focus();
  }
}
