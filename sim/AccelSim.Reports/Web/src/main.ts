import type { PageData } from './data';
import { showMeanings } from './help';
import { runPage } from './run/page';
import { studyPage } from './study/page';

const block = document.getElementById('accelsim-data')!;
const data = JSON.parse(block.textContent!) as PageData;
document.body.append(...(data.kind === 'run' ? runPage(data) : studyPage(data)));
showMeanings();
document.documentElement.dataset['ready'] = 'true';
