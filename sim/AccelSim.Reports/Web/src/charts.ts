import { BarChart, CustomChart, HeatmapChart, LineChart, ParallelChart, ScatterChart, TreemapChart } from 'echarts/charts';
import { DataZoomComponent, GridComponent, LegendComponent, ParallelComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { h } from './dom';
import { ink, onTheme, type Ink } from './theme';

echarts.use([
  BarChart, CustomChart, HeatmapChart, LineChart, ParallelChart, ScatterChart, TreemapChart,
  DataZoomComponent, GridComponent, LegendComponent, ParallelComponent, TooltipComponent, VisualMapComponent,
  CanvasRenderer,
]);

export type Options = EChartsCoreOption;
export type Chart = EChartsType;

/** A chart on the page: drawn when it comes near the window, drawn again in other colours and at other widths. */
export class Picture {
  readonly element: HTMLElement;
  private chart: Chart | undefined;

  /**
   * @param label What it shows, for who does not see it.
   * @param height In pixels, or from the width of the page.
   * @param options What is drawn, in given colours, at a given width.
   * @param ready Called once, when the chart exists.
   */
  constructor(
    label: string,
    private readonly height: number | ((width: number) => number),
    private readonly options: (ink: Ink, width: number) => Options,
    private readonly ready: (chart: Chart) => void = () => undefined,
  ) {
    this.element = h('div', { class: 'chart', role: 'img', 'aria-label': label, tabindex: 0 });
    this.element.style.height = `${typeof height === 'number' ? height : height(900)}px`;
    new IntersectionObserver((entries, observer) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        observer.disconnect();
        this.draw();
      }
    }, { rootMargin: '600px' }).observe(this.element);
    window.addEventListener('beforeprint', () => this.draw());
    onTheme(() => this.chart && this.draw());
    let width = 0;
    new ResizeObserver(() => {
      if (this.chart && this.element.clientWidth > 0 && this.element.clientWidth !== width) {
        width = this.element.clientWidth;
        this.draw();
      }
    }).observe(this.element);
  }

  /** Draws all of it anew. */
  draw(): void {
    const width = this.element.clientWidth;
    if (width === 0) {
      return;
    }

    this.element.style.height = `${typeof this.height === 'number' ? this.height : this.height(width)}px`;
    const first = !this.chart;
    this.chart ??= echarts.init(this.element, null, { renderer: 'canvas' });
    this.chart.resize();
    this.chart.setOption({ animation: false, textStyle: { fontFamily: 'system-ui, sans-serif' }, ...this.options(ink(), width) }, { notMerge: true });
    this.element.dataset['drawn'] = 'true';
    if (first) {
      this.ready(this.chart);
    }
  }

  /** Changes a part of what is drawn. */
  update(options: Options): void {
    this.chart?.setOption(options);
  }

  get current(): Chart | undefined {
    return this.chart;
  }
}

/** The look that all tooltips share. */
export function tooltip(colours: Ink): object {
  return { confine: true, backgroundColor: colours.card, borderColor: colours.line, textStyle: { color: colours.text, fontSize: 12 }, extraCssText: 'max-width:min(420px,86vw);white-space:normal;' };
}

/** The look that all axes share. */
export function axis(colours: Ink, more: object): object {
  return {
    axisLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.muted, fontSize: 11, hideOverlap: true },
    nameTextStyle: { color: colours.muted, fontSize: 11 },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.5 } },
    ...more,
  };
}

/** The look that all legends share. */
export function legend(colours: Ink, more: object = {}): object {
  return { type: 'scroll', top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: { color: colours.muted, fontSize: 11 }, pageTextStyle: { color: colours.muted }, pageIconColor: colours.accent, ...more };
}
