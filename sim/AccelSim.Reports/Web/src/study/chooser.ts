import { h } from '../dom';

/** A list to choose from, with its name before it. */
export function chooser(name: string, choices: { text: string; value: number }[], chosen: number, changed: (value: number) => void): HTMLElement {
  const list = h('select', { onchange: () => changed(choices[list.selectedIndex]!.value) }, choices.map((choice) => h('option', { selected: choice.value === chosen }, choice.text)));
  return h('label', {}, `${name} `, list);
}
