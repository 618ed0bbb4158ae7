import type { StudyData } from '../data';
import { h, section } from '../dom';
import { shell } from '../shell';

export function studyPage(data: StudyData): HTMLElement[] {
  return shell([h('b', {}, data.name)], [], [section('summary', 'Summary', data.question)]);
}
