import { h } from './dom';
import { themeSwitch } from './theme';

/** Heading, links to the parts, and the parts. */
export function shell(title: Node[], badges: string[], parts: HTMLElement[]): HTMLElement[] {
  const links = parts.map((part) => h('a', { href: `#${part.id}` }, part.querySelector('h2')!.textContent!));
  return [
    h('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
    h('header', {},
      h('div', { class: 'title' }, h('h1', {}, title), h('div', { class: 'badges' }, badges.map((badge) => h('span', {}, badge)))),
      themeSwitch()),
    h('nav', { 'aria-label': 'Parts of the report' }, links),
    h('main', { id: 'main', tabindex: -1 }, parts),
    h('footer', {}, 'AccelSim. Everything is in this file: it works offline, prints, and can be sent.'),
  ];
}
