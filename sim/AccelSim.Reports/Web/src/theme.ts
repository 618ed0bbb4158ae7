import { h } from './dom';

const key = 'accelsim-theme';
const listeners: (() => void)[] = [];
const wanted = window.matchMedia('(prefers-color-scheme: dark)');

/** Colours that charts take from the style sheet. */
export interface Ink {
  text: string;
  muted: string;
  line: string;
  card: string;
  accent: string;
}

export function ink(): Ink {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return { text: read('--text'), muted: read('--muted'), line: read('--line'), card: read('--card'), accent: read('--accent') };
}

export function onTheme(listener: () => void): void {
  listeners.push(listener);
}

/** Follows the system until the reader chooses; printing is always light. */
export function themeSwitch(): HTMLElement {
  const root = document.documentElement;
  const button = h('button', { type: 'button', class: 'quiet', id: 'theme' });
  const dark = (): boolean => (root.dataset['theme'] ?? (wanted.matches ? 'dark' : 'light')) === 'dark';
  const show = (): void => {
    button.textContent = dark() ? '\u2600 Light' : '\u263e Dark';
    button.setAttribute('aria-label', dark() ? 'Switch to light colours' : 'Switch to dark colours');
    listeners.forEach((listener) => listener());
  };
  const choose = (theme: string | null): void => {
    if (theme) {
      root.dataset['theme'] = theme;
    } else {
      delete root.dataset['theme'];
    }

    show();
  };
  button.addEventListener('click', () => {
    const theme = dark() ? 'light' : 'dark';
    remember(theme);
    choose(theme);
  });
  wanted.addEventListener('change', show);
  let before: string | undefined;
  window.addEventListener('beforeprint', () => {
    before = root.dataset['theme'];
    choose('light');
  });
  window.addEventListener('afterprint', () => choose(before ?? null));
  choose(remembered());
  return button;
}

// A page from a file may have no storage.
function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
}
