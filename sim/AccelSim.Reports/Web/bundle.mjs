// Bundles the front end of the reports into one script and one style sheet: node bundle.mjs FOLDER.
// Only the parts of ECharts that charts.ts imports are in it; licences of what is bundled stay in the script.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';

const out = process.argv[2] ?? 'dist';
const licence = (await readFile('node_modules/echarts/LICENSE', 'utf8')).replaceAll('*/', '* /');
const notice = (await readFile('node_modules/echarts/NOTICE', 'utf8')).replaceAll('*/', '* /');
const zrender = (await readFile('node_modules/zrender/LICENSE', 'utf8')).replaceAll('*/', '* /');

const shared = { bundle: true, minify: true, charset: 'ascii', target: 'es2022', logLevel: 'warning' };
await build({
  ...shared,
  entryPoints: ['src/main.ts'],
  outfile: `${out}/report.js`,
  format: 'iife',
  legalComments: 'inline',
  banner: { js: `/*! Apache ECharts\n${notice}\n${licence}\n\nZRender\n${zrender}*/` },
});
await build({ ...shared, entryPoints: ['src/report.css'], outfile: `${out}/report.css` });
