import type { Translated } from '#src/i18n.ts';
import { en } from './words.en.ts';
import type { Words } from './words.ts';
import { zhCn } from './words.zh-cn.ts';

export const strings: Translated<Words> = { en, 'zh-cn': zhCn };
