const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** Three significant digits, four where the first is a one. */
export function number(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0005 || size >= 1e15)) {
    return value.toExponential(2);
  }

  const digits = size < 2 ? 3 : size < 20 ? 2 : size < 200 ? 1 : 0;
  return size === 0 ? '0' : size >= 10000 ? whole(value) : value.toFixed(digits);
}

/** Thousands set apart. */
export function whole(value: number): string {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** With a decimal prefix: 98.3 TOP/s. */
export function scaled(value: number, unit: string): string {
  let prefix = 0;
  while (Math.abs(value) >= 999.95 && prefix < prefixes.length - 1) {
    value /= 1000;
    prefix++;
  }

  return `${number(value)} ${prefixes[prefix]}${unit}`;
}

/** Small amounts with m, u, n, p, f; others as they are. */
export function small(value: number, unit: string): string {
  if (value === 0) {
    return `0 ${unit}`;
  }

  const names = ['', 'm', '\u00b5', 'n', 'p', 'f'];
  let step = 0;
  while (Math.abs(value) < 0.9999995 && step < names.length - 1) {
    value *= 1000;
    step++;
  }

  return step === 0 ? scaled(value, unit) : `${number(value)} ${names[step]}${unit}`;
}

/** A round number at an axis, with a decimal prefix. */
export function tick(value: number, unit = ''): string {
  let prefix = 0;
  let amount = value;
  while (Math.abs(amount) >= 999.95 && prefix < prefixes.length - 1) {
    amount /= 1000;
    prefix++;
  }

  return `${Number(amount.toPrecision(3))}${prefix > 0 || unit ? ` ${prefixes[prefix]}${unit}` : ''}`;
}

/** A time at an axis: as `tick`, with small prefixes. */
export function tickSeconds(value: number): string {
  const step = value === 0 ? 0 : value < 0.9995e-9 ? 4 : value < 0.9995e-6 ? 3 : value < 0.9995e-3 ? 2 : value < 0.9995 ? 1 : 0;
  return `${Number((value * 1000 ** step).toPrecision(4))} ${['', 'm', '\u00b5', 'n', 'p'][step]}s`;
}

export const seconds = (value: number): string => (value >= 1 ? `${number(value)} s` : small(value, 's'));
export const joules = (value: number): string => small(value, 'J');
export const bytes = (value: number): string => scaled(value, 'B');
export const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;

/** Femtoseconds of the timeline. */
export const femtoseconds = (value: number): string => seconds(value / 1e15);
