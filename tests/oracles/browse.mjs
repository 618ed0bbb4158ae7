// Opens report pages in headless Chromium and says what is on them: node browse.mjs CHROMIUM < visits.json > findings.json.
// A visit is { file, width, scheme, study }; a finding says what went wrong, what is drawn, and what keys and clicks did.
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const visits = JSON.parse(readFileSync(0, 'utf8'));
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox', '--disable-gpu'] });
const findings = [];
for (const visit of visits) {
  const page = await browser.newPage({ viewport: { width: visit.width, height: 900 }, colorScheme: visit.scheme });
  const problems = [];
  // Reading pixels back, as look() does, is what the page itself never does.
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !message.text().startsWith('Canvas2D: Multiple readback') && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('dialog', (dialog) => (problems.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('request', (request) => !request.url().startsWith('file:') && !request.url().startsWith('data:') && problems.push(`asks for ${request.url()}`));
  await page.goto(pathToFileURL(visit.file).href);
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
  const openMilliseconds = await page.evaluate(() => performance.now());
  await drawEverything(page);
  const finding = { openMilliseconds, ...(await page.evaluate(look)), problems };
  finding.focus = await focusOrder(page);
  finding.sorted = await sortByKeyboard(page);
  finding.searched = await search(page);
  finding.zoomed = await zoomByKeyboard(page);
  finding.switched = await switchTheme(page);
  finding.redrawn = (await page.evaluate(look)).blank;
  findings.push(finding);
  await page.close();
}

await browser.close();
console.log(JSON.stringify(findings));

// Charts are drawn when they come near the window.
async function drawEverything(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 700) {
    await page.evaluate((to) => window.scrollTo(0, to), y);
    await page.waitForTimeout(30);
  }

  await page.waitForFunction(() => document.querySelectorAll('.chart:not([data-drawn])').length === 0);
  await page.evaluate(() => window.scrollTo(0, 0));
}

function look() {
  const isBlank = (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    for (let i = 0; i < data.length && colours.size < 4; i += 4) {
      colours.add((data[i] << 24) | (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3]);
    }

    return colours.size < 4;
  };
  const charts = [...document.querySelectorAll('.chart')];
  return {
    charts: charts.map((chart) => chart.getAttribute('aria-label')),
    blank: charts.filter((chart) => [...chart.querySelectorAll('canvas')].every(isBlank)).map((chart) => chart.getAttribute('aria-label')),
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    ground: getComputedStyle(document.body).backgroundColor,
    title: document.title,
    heading: document.querySelector('h1').textContent,
    rows: document.querySelectorAll('.table tbody tr').length,
    scripts: document.scripts.length,
    text: document.querySelector('main').textContent,
    links: [...document.querySelectorAll('a[href]')].filter((link) => !document.getElementById(link.getAttribute('href').slice(1))).map((link) => link.getAttribute('href')),
  };
}

async function focusOrder(page) {
  const order = [];
  for (let i = 0; i < 100; i++) {
    await page.keyboard.press('Tab');
    const place = await page.evaluate(() => {
      const active = document.activeElement;
      return active === document.body ? '' : `${active.tagName.toLowerCase()} ${active.getAttribute('aria-label') ?? active.id ?? ''} ${active.textContent.slice(0, 40)}`;
    });
    if (place === '' && order.length > 0) {
      break;
    }

    order.push(place);
  }

  return order;
}

async function sortByKeyboard(page) {
  const head = page.locator('.table thead th.num button').last();
  await head.focus();
  await page.keyboard.press('Enter');
  return head.evaluate((button) => button.closest('th').getAttribute('aria-sort'));
}

async function search(page) {
  const field = page.locator('.table input[type=search]');
  await field.focus();
  await page.keyboard.type('conv1');
  const rows = await page.locator('.table tbody tr').count();
  await field.fill('');
  return rows;
}

// The slider below the timeline says from when to when; null where a page has no timeline.
async function zoomByKeyboard(page) {
  const chart = page.locator('#timeline .chart').first();
  if ((await chart.count()) === 0) {
    return null;
  }

  const before = await chart.screenshot();
  await chart.focus();
  await page.keyboard.press('+');
  await page.waitForTimeout(120);
  return !before.equals(await chart.screenshot());
}

async function switchTheme(page) {
  await page.locator('#theme').focus();
  await page.keyboard.press('Enter');
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
