/** Numbers of a text beside the words that they belong to: what a page says is seen to at the build. */
import { wholeEquations } from '#src/format.ts';

const NO_BREAK = '\u00a0';
/** In letters; what is kept together must not leave holes in the lines of a phone. */
const LONGEST_TOGETHER = 22;

const NUMBER = String.raw`[−±+≈<>≤≥-]?\d(?:[\d.,–]*\d)?%?`;
const isNumber = regExpOf(`[(“]?${NUMBER}[)”]?[.,;:?!]*`);
const isOpenNumber = regExpOf(`[(“]?${NUMBER}`);
const COUNTED =
  'layers?|blocks?|steps?|epochs?|seeds?|units?|images?|points?|runs?|nets?|splits?|classes|parameters|weights|times|years|pages';
const UNIT = '[kMG]B|ms|s|px|bits?';
const isCounted = regExpOf(String.raw`(?:${COUNTED}|${UNIT})(?![\w-]).*`);
const isNumbered = regExpOf(
  '[(“]?(?:layers?|blocks?|steps?:?|epochs?|seeds?|sections?|lectures?|slides?|tables?|figures?|arXiv|depth|width|rate|mean|std|deviation|skewness|sum)',
);
const isLeading = regExpOf(
  '[(“]?(?:at|to|of|by|in|is|are|or|and|on|from|near|below|above|about|than|past|between|beyond|within|with|after|every|only|under|over|until|against|for|last|first|the|takes|get|gets|has|have|gives|reaches)',
);

/** Pairs of neighbours that stay together, those that matter most first. */
const pairs: readonly ((word: string, next: string, before: string) => boolean)[] = [
  (word, next) => isOpenNumber.test(word) && isCounted.test(next),
  (word, next, before) => isNumbered.test(word) && isNumber.test(next) && !isOpenNumber.test(before),
  (word, next, before) => word === 'to' && isOpenNumber.test(before) && isNumber.test(next),
  (word, next) => isOpenNumber.test(word) && next === 'to',
  (word, next) => isLeading.test(word) && isNumber.test(next),
];

function regExpOf(whole: string): RegExp {
  return new RegExp(`^(?:${whole})$`, 'i');
}

function english(text: string): string {
  const words = text.split(' ');
  const gaps = words.slice(1).map(() => ' ');
  /** How long what holds the word at a place together is, with one more gap closed. */
  const lengthAround = (gap: number) => {
    let [first, last] = [gap, gap + 1];
    while (first > 0 && gaps[first - 1] !== ' ') first -= 1;
    while (last < gaps.length && gaps[last] !== ' ') last += 1;
    return words.slice(first, last + 1).join(' ').length;
  };
  for (const belong of pairs) {
    for (const gap of gaps.keys()) {
      const [word = '', next = ''] = words.slice(gap, gap + 2);
      if (
        gaps[gap] === ' ' &&
        belong(word, next, words[gap - 1] ?? '') &&
        lengthAround(gap) <= LONGEST_TOGETHER
      )
        gaps[gap] = NO_BREAK;
    }
  }
  return words.map((word, i) => `${word}${gaps[i] ?? ''}`).join('');
}

const MEASURED = '层块步轮次倍个张类维种条项遍组行列章节级位年月日秒时内以';
/** Characters that lead to a number, where they are words of their own: the 到 of 降到 may end a line without it. */
const LEADING = '第从到至在是为于取约达近每共有得用比由前后了要占图表';
/** Longer words that do: they stay whole with it, where more than a space can be changed. */
export const LEADING_WORDS =
  '大约|约为|得到|乘以|除以|只有|只要|达到|降到|升到|停在|变成|等于|大于|小于|超过|低于|高于|高出|不到|剩下|最后|训练|平均|深度|宽度|种子|学习率';
const isLeadingWord = new RegExp(`(?:${LEADING_WORDS}) $`);
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

function chinese(text: string): string {
  return text
    .replace(/(?<=\d%?) (到|至) (?=\d)/g, `${NO_BREAK}$1${NO_BREAK}`)
    .replace(new RegExp(`(?<=\\d) (?=[${MEASURED}])`, 'g'), NO_BREAK)
    .replace(/(?<=\p{Script=Han}) (?=\d{1,3}[。？！])/gu, NO_BREAK) // no last line of a number alone
    .replace(/\p{Script=Han}+ (?=[−±+≈]?\d)/gu, (before) =>
      chineseLead(before) === '' ? before : `${before.trimEnd()}${NO_BREAK}`,
    );
}

/** 为 of 损失为, where it is a word of its own that leads to a number. */
function chineseLead(text: string): string {
  const last = [...segmenter.segment(text.trimEnd())].at(-1)?.segment ?? '';
  return last !== '' && LEADING.includes(last) ? last : '';
}

/** Of a text before a number that is set as a formula: the word that stays beside it, with its space; or nothing. */
export function leadIn(text: string): string {
  if (!text.endsWith(' ')) return '';
  const [before = '', word = ''] = text.trimEnd().split(' ').slice(-2);
  const [last, counted] = word === '' ? [before, ''] : [word, before];
  const isLead = isLeading.test(last) || (isNumbered.test(last) && !isOpenNumber.test(counted));
  const lead = isLead ? last : (isLeadingWord.exec(text)?.[0].trimEnd() ?? chineseLead(text));
  return lead === '' ? '' : `${lead} `;
}

/** A sentence with its numbers beside the words that they belong to: layer 10, at 0, 20 epochs, 第 3 层, 0.4 到 0.5. */
export const attachedNumbers = (text: string): string => chinese(english(text));

/** The same, and its short equations whole. */
export const wholeText = (text: string): string => attachedNumbers(wholeEquations(text));
