import { h } from './dom';

/** What words of the page mean, for who points at them or reaches them with the keyboard. */
const terms: Record<string, string> = {
  'time per inference': 'One inference in steady state, end to end: from the input on the host to the output on the host. The mean where several ran back to back.',
  'in kernels': 'The part of the inference during which the device ran kernels. "Hardware fps" of vendor tools compares with its rate.',
  throughput: 'Items of the batch per second, end to end.',
  arithmetic: 'Operations per second while kernels ran; a multiply-add counts as two. The peak is that of the matrix units at this precision.',
  DRAM: 'Bytes that crossed the pins of device memory per second while kernels ran. The peak is channels times width times transfer rate.',
  memory: 'Device memory that weights, inputs, outputs and intermediate values take at most at once.',
  energy: 'One inference, static power over its whole time included. Watts are the mean over that time.',
  occupancy: 'Warps resident, of those a multiprocessor holds, mean over the cycles with any.',
  'issue slots': 'Instructions issued, of those the schedulers could have issued while a warp was resident.',
  caches: 'Hits of loads in L1; hits of reads and atomics in L2.',
  area: 'Estimated silicon of the chip; an estimate by part, not a measurement.',
  'critical path': 'The chain of activities and waits that decides when the inference ends. Each femtosecond of it has one cause, so the parts add up to the whole.',
  intensity: 'Operations per byte that went through a memory. Left of the bend of its roof a layer is limited by that memory, right of it by arithmetic.',
  share: 'Part of the time in kernels of all layers.',
  'bound by': 'The group of causes that took most of a layer\u2019s time: what to improve first.',
  'TOP/s': 'Tera-operations per second of the layer while its kernels ran; a multiply-add is two.',
  'GB/s': 'Bytes read from and written to device memory per second of the layer\u2019s time.',
  cycles: 'Cycles of the chip\u2019s core clock.',
  schedule: 'How the compiler divided the layer; --schedule LAYER=SCHEDULE forces another.',
  joined: 'Spans of a row that lie closer than this are drawn as one, so that the page stays small. --trace writes all of them.',
  point: 'One run of the study: a model on a chip with one choice of everything that is varied.',
  'Pareto front': 'The points of which no other is better in one figure and at least as good in the other.',
  tornado: 'For each axis alone: by how much the figure changes from its best to its worst value, the other axes being averaged over.',
};

/** A word with its meaning; plain text where it has none. */
export function term(word: string, shown = word): Node {
  const meaning = terms[word];
  return meaning ? h('span', { class: 'term', tabindex: 0, 'data-tip': meaning, 'aria-label': `${shown}: ${meaning}` }, shown) : document.createTextNode(shown);
}
