/** Numbers of a text beside the words that they belong to: what a page says is seen to at the build. */
import { wholeEquations } from '#src/format.ts';

const NO_BREAK = '\u00a0';
/** In letters; what is kept together must not leave holes in the lines of a phone. */
const LONGEST_TOGETHER = 22;

const NUMBER = String.raw`[−±+≈<>≤≥-]?\d(?:[\d.,–]*\d)?%?`;
const isNumber = regExpOf(`[(“]?${NUMBER}[)”]?[.,;:?!]*`);
const isOpenNumber = regExpOf(`[(“]?${NUMBER}`);
/** A plural, or what is said of a size; a verb that ends so does no harm. */
const COUNTED = '(?!(?:is|was|has|this|thus|as|plus|across)(?![a-z]))[a-z]+s|layer|block|step|epoch|seed|per';
const UNIT = '[kMG]B|ms|s|px|bits?';
const isCounted = regExpOf(String.raw`(?:${COUNTED}|${UNIT})(?![\w-]).*`);
const isNumbered = regExpOf(
  '[(“]?(?:layers?|blocks?|steps?:?|epochs?|seeds?|sections?|lectures?|slides?|tables?|figures?|arXiv|depth|width|rate|momentum|Nesterov|mean|std|deviation|skewness|sum)',
);
/** Short words: a longer one would leave a hole in the line above. */
const isLead = regExpOf('[(“]?(?:at|to|of|in)');

/** In letters, both its numbers: a longer range may break before its “to”. */
const SHORT_RANGE = 7;
const isRangeAt = (words: readonly string[], first: number): boolean => {
  const [from = '', to, until = ''] = first < 0 ? [] : words.slice(first, first + 3);
  const isShort = from.length + until.length <= SHORT_RANGE;
  return to === 'to' && isShort && isOpenNumber.test(from) && isNumber.test(until);
};

/** Whether two neighbours stay together, by rules of which those that matter most come first; what they count may follow a range on the next line. */
const rules: readonly ((words: readonly string[], first: number) => boolean)[] = [
  (words, first) => isRangeAt(words, first) || isRangeAt(words, first - 1),
  (words, first) =>
    isOpenNumber.test(words[first] ?? '') &&
    isCounted.test(words[first + 1] ?? '') &&
    !isNumbered.test(words[first - 1] ?? '') &&
    !isRangeAt(words, first - 2),
  (words, first) =>
    isNumbered.test(words[first] ?? '') &&
    isNumber.test(words[first + 1] ?? '') &&
    !isOpenNumber.test(words[first - 1] ?? ''),
  (words, first) => isLead.test(words[first] ?? '') && isNumber.test(words[first + 1] ?? ''),
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
  for (const belong of rules) {
    for (const gap of gaps.keys()) {
      if (gaps[gap] === ' ' && belong(words, gap) && lengthAround(gap) <= LONGEST_TOGETHER)
        gaps[gap] = NO_BREAK;
    }
  }
  return words
    .map((word, i) => `${word}${gaps[i] ?? ''}`)
    .join('')
    .replace(/(?<=\b\p{Lu}\.) (?=\p{Lu})/gu, NO_BREAK); // initials
}

const MEASURED = '层块步轮次倍个张类维种条项遍组行列章节级位年月日秒时内以';
const measured = new RegExp(`(?<=\\d) (?=[${MEASURED}])`, 'g');
const measureFirst = new RegExp(`^ [${MEASURED}]`);

/** Any other line may begin with a number in Chinese: what kept it from that would leave holes, or tear a word. */
const chinese = (text: string): string =>
  text
    .replace(/(?<=\d%?) (到|至) (?=\d)/g, `${NO_BREAK}$1${NO_BREAK}`)
    .replace(/(?<=[第图表]) (?=\d)/g, NO_BREAK)
    .replace(measured, NO_BREAK);

/** Of a text after a formula: the Chinese measure word that stays beside it, with its space; or nothing. */
export const measureAfter = (text: string): string => measureFirst.exec(text)?.[0] ?? '';

/** Of a text before a formula: what stays beside it, with its space; or nothing. 第 does before any, other words before a number. */
export function leadIn(text: string, beforeNumber: boolean): string {
  const piece = /\S+ $/.exec(text)?.[0] ?? '';
  const word = piece.trimEnd();
  if (word.endsWith('第')) return '第 ';
  const before = text.slice(0, -piece.length).trimEnd().split(' ').at(-1) ?? '';
  const leads = isLead.test(word) || (isNumbered.test(word) && !isOpenNumber.test(before));
  return beforeNumber && leads ? piece : '';
}

/** A sentence with its numbers beside the words that they belong to: layer 10, at 0, 20 epochs, 第 3 层, 0.4 到 0.5. */
export const attachedNumbers = (text: string): string => chinese(english(text));

/** The same, and its short equations whole. */
export const wholeText = (text: string): string => attachedNumbers(wholeEquations(text));
