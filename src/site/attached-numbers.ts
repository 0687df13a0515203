/** Numbers of a text beside the words that they belong to: what a page says is seen to at the build. */
import { wholeEquations } from '#src/format.ts';

const NO_BREAK = '\u00a0';
const BEFORE_A_NUMBER = [
  'layers?|blocks?|steps?|epochs?|seeds?|sections?|lectures?|slides?|depth|width|rate|mean|std|sum',
  'at|to|of|by|in|is|or|and|from|near|below|above|about|than|past',
].join('|');
const MEASURED = '层块步轮次倍个张类维种条项遍组行列章节级位年月日秒时内以';

/** A sentence with its numbers beside the words that they belong to: layer 10, at 0, 20 MB, 第 3 层, 0.4 到 0.5. */
export const attachedNumbers = (text: string): string =>
  text
    .replace(/(?<=\d%?) (到|至|to) (?=\d)/g, `${NO_BREAK}$1${NO_BREAK}`)
    .replace(new RegExp(`(?<=\\b(?:${BEFORE_A_NUMBER})) (?=[−-]?\\d)`, 'gi'), NO_BREAK)
    .replace(/(?<=\d) (?=(?:[kMG]B|ms|s|px|bits?)(?![a-z]))/g, NO_BREAK)
    .replace(/(?<=第) (?=\d)/g, NO_BREAK)
    .replace(new RegExp(`(?<=\\d) (?=[${MEASURED}])`, 'g'), NO_BREAK)
    .replace(/(?<=\p{Script=Han}) (?=\d{1,3}[，。；：、！？”）])/gu, NO_BREAK);

/** The same, and its short equations whole. */
export const wholeText = (text: string): string => attachedNumbers(wholeEquations(text));
