import { h } from './dom';

/** Shows what a word means while it is pointed at or has the focus; Escape hides it. */
export function showMeanings(): void {
  const note = h('div', { class: 'floating', role: 'tooltip', hidden: true });
  document.body.append(note);
  const show = (event: Event): void => {
    const word = (event.target as Element | null)?.closest?.('.term');
    if (!(word instanceof HTMLElement)) {
      note.hidden = true;
      return;
    }

    note.textContent = word.dataset['tip']!;
    note.hidden = false;
    const at = word.getBoundingClientRect();
    note.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - note.offsetWidth - 8))}px`;
    note.style.top = `${at.bottom + 6 + note.offsetHeight < window.innerHeight ? at.bottom + 6 : at.top - note.offsetHeight - 6}px`;
  };
  document.addEventListener('pointerover', show);
  document.addEventListener('focusin', show);
  document.addEventListener('scroll', () => (note.hidden = true), { passive: true, capture: true });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      note.hidden = true;
    }
  });
}
