import type { RunData } from '../data';
import { h, section, tip } from '../dom';
import { axis, Picture, tooltip, type Chart, type Options } from '../charts';
import { groupColour, wordColour } from '../palette';
import { term } from '../terms';
import type { Ink } from '../theme';
import { femtoseconds, percent, tickSeconds, whole } from '../units';
import { activity } from './activity';
import { kindOf, marks, spanRows, type SpanRow } from './spans';

const rowHeight = 18;
const most = 26;

/** What every core and queue did when. Rows are chosen by words, time is zoomed; what is too short for a pixel is drawn together. */
export function timeline(data: RunData): HTMLElement | null {
  if (!data.timeline) {
    return null;
  }

  const given = data.timeline;
  const all = spanRows(given).filter((row) => row.start.length > 0).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const layers = layerRow(data);
  const labels = [...given.labels, ...data.result.layers.map((layer) => layer.name)];
  const end = Math.max(...[layers, ...all].map((row) => row.end.at(-1) ?? 0), data.result.seconds * 1e15, 1);
  let [from, to] = [0, end];
  let rows: SpanRow[] = [];
  let first = 0;

  const drawn = (): SpanRow[] => [layers, ...rows.slice(first, first + most)];
  const place = (x: number): number => Math.round(x / 1e3) / 1e3;
  const items = (width: number): object[] => {
    const least = (2 * (to - from)) / Math.max(200, width);
    return drawn().flatMap((row, y) => marks(row, from, to, least).map((mark) => ({ value: [place(mark.start), y, place(mark.end), mark.label, mark.count, mark.busy, mark.start, mark.end] })));
  };
  const colour = (label: number): string => label < given.labels.length ? wordColour(labels[label]!) : groupColour(data.result.layers[label - given.labels.length]!.bound);
  const names = h('div', { class: 'where', role: 'status' });
  const picture: Picture = new Picture('Timeline of cores and queues', () => 66 + rowHeight * drawn().length, (colours, width) => options(colours, width, drawn(), items(width), labels, colour, end), (chart) => listen(chart));

  const listen = (chart: Chart): void => {
    let waiting = false;
    chart.on('datazoom', () => {
      const zoom = (chart.getOption()['dataZoom'] as { startValue: number; endValue: number }[])[0]!;
      [from, to] = [zoom.startValue * 1e6, zoom.endValue * 1e6];
      if (!waiting) {
        waiting = true;
        requestAnimationFrame(() => {
          waiting = false;
          picture.update({ series: [{ id: 'spans', data: items(picture.element.clientWidth) }] });
        });
      }
    });
  };
  const zoom = (low: number, high: number): void => {
    const length = Math.min(end, Math.max(1000, high - low));
    from = Math.min(Math.max(0, low), end - length);
    to = from + length;
    picture.current?.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, startValue: from / 1e6, endValue: to / 1e6 });
  };
  const by = (times: number): void => zoom((from + to) / 2 - ((to - from) * times) / 2, (from + to) / 2 + ((to - from) * times) / 2);
  const move = (part: number): void => zoom(from + part * (to - from), to + part * (to - from));
  const scroll = (rowsDown: number): void => {
    first = Math.min(Math.max(0, first + rowsDown), Math.max(0, rows.length - most));
    names.textContent = rows.length === 0 ? 'no row has these words' : `rows ${first + 1}\u2013${Math.min(rows.length, first + most)} of ${rows.length}${rows.length < all.length ? ` (of ${all.length})` : ''}`;
    picture.draw();
    zoom(from, to);
  };
  const choose = (): void => {
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    rows = all.filter((row) => (kinds.selectedIndex <= 0 || kindOf(row.name) === kinds.value) && words.every((word) => row.name.toLowerCase().includes(word)));
    first = 0;
    scroll(0);
  };

  const search = h('input', { type: 'search', placeholder: 'Rows, e.g. core 0 io', 'aria-label': 'Choose rows of the timeline by words', oninput: choose });
  const kinds = h('select', { 'aria-label': 'Kind of rows', onchange: choose }, ['all rows', ...new Set(all.map((row) => kindOf(row.name)))].map((kind) => h('option', {}, kind)));
  const button = (text: string, label: string, act: () => void): HTMLElement => h('button', { type: 'button', class: 'quiet', 'aria-label': label, title: label, onclick: act }, text);
  const tools = h('div', { class: 'tools' }, kinds, search,
    button('\u2212', 'Zoom out (-)', () => by(2)), button('+', 'Zoom in (+)', () => by(0.5)), button('\u25c2', 'Earlier (left arrow)', () => move(-0.25)), button('\u25b8', 'Later (right arrow)', () => move(0.25)),
    button('All', 'Whole inference (0)', () => zoom(0, end)), button('\u25b4', 'Rows above (up arrow)', () => scroll(-most / 2)), button('\u25be', 'Rows below (down arrow)', () => scroll(most / 2)), names);
  const keys: Record<string, () => void> = {
    '+': () => by(0.5), '=': () => by(0.5), '-': () => by(2), '0': () => zoom(0, end), ArrowLeft: () => move(-0.25), ArrowRight: () => move(0.25), ArrowUp: () => scroll(-4), ArrowDown: () => scroll(4),
  };
  picture.element.addEventListener('keydown', (event) => {
    if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      keys[event.key]!();
    }
  });
  choose();
  const note = given.joinedFemtoseconds > 0 ? [` Of ${whole(given.recorded)} spans, those closer than ${femtoseconds(given.joinedFemtoseconds)} are `, term('joined'), '.'] : ` ${whole(given.recorded)} spans.`;
  return section('timeline', 'Timeline', ['What cores and queues did when. Ctrl and wheel zooms, dragging moves; with the keyboard + \u2212 0 and arrows.', note], tools, picture.element, activity(given.counters));
}

function layerRow(data: RunData): SpanRow {
  const order = data.result.layers.map((_, i) => i).sort((a, b) => data.more[a]!.startSeconds - data.more[b]!.startSeconds);
  const base = data.timeline!.labels.length;
  return {
    name: 'layers',
    start: Float64Array.from(order, (i) => data.more[i]!.startSeconds * 1e15),
    end: Float64Array.from(order, (i) => (data.more[i]!.startSeconds + data.result.layers[i]!.seconds) * 1e15),
    label: Uint32Array.from(order, (i) => base + i),
  };
}

function options(colours: Ink, width: number, rows: SpanRow[], data: object[], labels: string[], colour: (label: number) => string, end: number): Options {
  const left = width < 600 ? 96 : 176;
  return {
    grid: { left, right: 12, top: 6, bottom: 58 },
    tooltip: {
      ...tooltip(colours), trigger: 'item',
      formatter: ({ value }: { value: number[] }) => {
        const [, y, , label, count, busy, start, finish] = value as [number, number, number, number, number, number, number, number];
        return tip(count === 1 ? labels[label]! : `${whole(count)} spans, mostly ${labels[label]!}`, [
          ['row', rows[y]!.name], ['begins', femtoseconds(start)], ['lasts', femtoseconds(finish - start)], ...(count > 1 ? [['busy', percent(busy / (finish - start || 1))] as [string, string]] : []),
        ]);
      },
    },
    xAxis: axis(colours, { type: 'value', min: 0, max: end / 1e6, axisLabel: { color: colours.muted, fontSize: 11, hideOverlap: true, formatter: (value: number) => tickSeconds(value / 1e9) } }),
    yAxis: axis(colours, {
      type: 'category', inverse: true, data: rows.map((row) => row.name), axisTick: { show: false }, splitLine: { show: true, interval: 0, lineStyle: { color: colours.line, opacity: 0.35 } },
      axisLabel: { color: colours.muted, fontSize: 10, interval: 0, width: left - 12, overflow: 'truncate', formatter: (name: string) => (width < 600 && name.length > 15 ? `\u2026${name.slice(-14)}` : name) },
    }),
    dataZoom: [
      { type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false, moveOnMouseMove: true, minValueSpan: 1e-3 },
      { type: 'slider', xAxisIndex: 0, filterMode: 'none', height: 16, bottom: 8, borderColor: colours.line, textStyle: { color: colours.muted }, labelFormatter: (value: number) => femtoseconds(value * 1e6) },
    ],
    series: [{
      id: 'spans', type: 'custom', clip: true, encode: { x: [0, 2], y: 1 }, data,
      renderItem: (_: unknown, api: { value: (i: number) => number; coord: (at: number[]) => number[] }) => {
        const [x0, y] = api.coord([api.value(0), api.value(1)]) as [number, number];
        const [x1] = api.coord([api.value(2), api.value(1)]) as [number, number];
        return {
          type: 'rect', shape: { x: x0, y: y - rowHeight / 2 + 2, width: Math.max(1, x1 - x0), height: rowHeight - 4 },
          style: { fill: colour(api.value(3)), opacity: api.value(4) > 1 ? 0.6 : 0.95 }, emphasis: { style: { stroke: colours.text, lineWidth: 1 } },
        };
      },
    }],
  };
}
