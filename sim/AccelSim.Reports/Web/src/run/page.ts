import type { RunData } from '../data';
import { h } from '../dom';
import { shell } from '../shell';
import { causes } from './causes';
import { energy } from './energy';
import { layerStacks } from './layerstacks';
import { roofline } from './roofline';
import { summary } from './summary';
import { layerTable } from './table';
import { timeline } from './timeline';
import { treemap } from './treemap';
import { units } from './units';

/** The report of one run: summary first, then why, then the details. */
export function runPage(data: RunData): HTMLElement[] {
  const run = data.result;
  document.title = `${run.model} on ${run.chip}`;
  const table = layerTable(data);
  const parts = [
    summary(data), causes(data), layerStacks(data, table.show), roofline(data, table.show), table.element, timeline(data), treemap(data, table.show), energy(data), units(data),
  ];
  const title = [h('b', {}, run.model), document.createTextNode(' on '), h('b', {}, run.chip)];
  return shell(title, [run.precision, `batch ${run.batch}`, run.mode, `host ${run.host}`, ...(run.partial ? ['PARTIAL'] : [])], parts.filter((part) => part !== null));
}
