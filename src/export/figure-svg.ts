/**
 * A figure as one SVG file: what the browser has laid out as HTML (axes, labels, lines) is written down as text, lines
 * and rectangles where it stands, and the drawings in it are taken over with their colours. Always in the light theme,
 * on white: it goes into slides and papers.
 */
import { scaledPath } from './path-scale.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Around the figure, in CSS pixels. */
const MARGIN = 12;
/** Between two parts of it. */
const BETWEEN = 24;
/** How a border's style is drawn, where it isn't solid. */
const DASHES: Readonly<Record<string, string>> = { dashed: '4 3', dotted: '1 2' };
/** Not part of the picture: controls, what is read out only, and uPlot's canvas, beneath which the SVG is still there. */
const LEFT_OUT =
  'button, input, select, textarea, form, fieldset, script, style, .chart-live, .visually-hidden, .katex-mathml';
/** What a drawing's elements get from style sheets that don't come along. */
const DRAWN = [
  ...['fill', 'fill-opacity', 'fill-rule', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray'],
  ...[
    'stroke-linecap',
    'stroke-linejoin',
    'paint-order',
    'opacity',
    'vector-effect',
    'text-anchor',
    'dominant-baseline',
  ],
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'image-rendering'],
];

export interface FigureDrawing {
  readonly svg: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * @param parts of the figure, laid out in the page, from top to bottom: what lies between them there doesn't come along;
 * `title` and `source` go into the file's title and description
 */
export async function figureAsSvg(
  parts: readonly HTMLElement[],
  title: string,
  source: string,
): Promise<FigureDrawing> {
  dispatchEvent(new Event('beforeprint')); // what lies hidden beneath a live chart is brought up to date
  await Promise.resolve();
  const { root, width, height } = inLightTheme(() => {
    const writer = new Writer();
    for (const part of parts) writer.part(part);
    return writer.finish(title, source);
  });
  await inlineImages(root);
  return { svg: new XMLSerializer().serializeToString(root), width, height };
}

/** What `look` finds in the light theme; the page is as before when anything is painted again. */
function inLightTheme<Found>(look: () => Found): Found {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  dataset.theme = 'light';
  try {
    return look();
  } finally {
    if (theme === undefined) delete dataset.theme;
    else dataset.theme = theme;
  }
}

class Writer {
  private readonly root = svgElement('svg', {});
  private readonly ink = document.createElement('canvas').getContext('2d');
  /** Where the page has what the picture has at its upper left corner. */
  private origin = { x: 0, y: 0 };
  private right = 0;
  private bottom = 0;

  /** Below what is there already. */
  part(part: Element): void {
    const { left, top } = part.getBoundingClientRect();
    const above = this.bottom > 0 ? this.bottom + BETWEEN : MARGIN;
    this.origin = { x: left - MARGIN, y: top - above };
    this.element(part);
  }

  finish(title: string, source: string) {
    const width = Math.ceil(this.right + MARGIN);
    const height = Math.ceil(this.bottom + MARGIN);
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
      this.root.setAttribute(name, String(value));
    }
    this.root.setAttribute('xml:lang', document.documentElement.lang);
    const about = [svgElement('title', {}), svgElement('desc', {})] as const;
    about[0].textContent = title;
    about[1].textContent = source;
    this.root.prepend(...about, svgElement('rect', { width, height, fill: '#ffffff' }));
    return { root: this.root, width, height };
  }

  /** An element with its background, its borders and all that is in it. */
  private element(element: Element): void {
    if (element.matches(LEFT_OUT)) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' || Number(style.opacity) === 0) return;
    // beneath uPlot's canvas the same lines are there, hidden
    if (style.visibility === 'hidden' && !element.closest('.chart-svg')) return;
    if (element instanceof SVGSVGElement) this.drawing(element);
    else if (element instanceof HTMLImageElement) this.image(element, element.src, style);
    else if (element instanceof HTMLCanvasElement) this.image(element, element.toDataURL(), style);
    else this.contents(element, style);
  }

  private contents(element: Element, style: CSSStyleDeclaration): void {
    if (style.display !== 'contents') this.box(element, style);
    for (const child of element.childNodes) {
      if (child instanceof Text) this.text(child, style);
      else if (child instanceof Element) this.element(child);
    }
  }

  private place({ left, top, right, bottom }: DOMRect): { x: number; y: number } {
    this.right = Math.max(this.right, right - this.origin.x);
    this.bottom = Math.max(this.bottom, bottom - this.origin.y);
    return { x: round(left - this.origin.x), y: round(top - this.origin.y) };
  }

  private box(element: Element, style: CSSStyleDeclaration): void {
    const rect = afterLeftInset(element.getBoundingClientRect(), style.clipPath);
    if (rect.width === 0 || rect.height === 0) return;
    const { x, y } = this.place(rect);
    const [width, height] = [round(rect.width), round(rect.height)];
    const rx = cornerOf(style, Math.min(width, height));
    if (!isClear(style.backgroundColor)) {
      this.root.append(svgElement('rect', { x, y, width, height, rx, fill: style.backgroundColor }));
    }
    const own = Number.parseFloat(style.borderTopWidth);
    const isFrame = style.borderStyle === 'solid' && style.borderWidth === style.borderTopWidth; // on all sides
    if (rx > 0 && own > 0 && isFrame && !isClear(style.borderTopColor)) {
      const inner = { x: x + own / 2, y: y + own / 2, width: width - own, height: height - own, rx };
      const line = { fill: 'none', stroke: style.borderTopColor, 'stroke-width': own };
      this.root.append(svgElement('rect', { ...inner, ...line }));
      return;
    }
    const sides = [
      ['Top', x, y, x + width, y],
      ['Right', x + width, y, x + width, y + height],
      ['Bottom', x, y + height, x + width, y + height],
      ['Left', x, y, x, y + height],
    ] as const;
    for (const [side, x1, y1, x2, y2] of sides) {
      const lineWidth = Number.parseFloat(style[`border${side}Width`]);
      const kind = style[`border${side}Style`];
      const colour = style[`border${side}Color`];
      if (!(lineWidth > 0) || kind === 'none' || isClear(colour)) continue;
      const dashes = DASHES[kind] ? { 'stroke-dasharray': DASHES[kind] } : {};
      const line = { x1, y1, x2, y2, stroke: colour, 'stroke-width': lineWidth, ...dashes };
      this.root.append(svgElement('line', line));
    }
  }

  /** Line by line, as the browser has broken it. */
  private text(node: Text, style: CSSStyleDeclaration): void {
    if (!/\S/.test(node.data) || style.visibility === 'hidden') return;
    for (const { text, rect } of linesOf(node)) {
      const { x, y } = this.place(rect);
      const attributes = {
        x,
        y: round(y + this.ascent(style, rect)),
        fill: style.color,
        'font-family': style.fontFamily,
        'font-size': style.fontSize,
        'font-weight': style.fontWeight,
        'font-style': style.fontStyle,
        'xml:space': 'preserve',
      };
      const written = svgElement('text', attributes);
      written.textContent = text;
      this.root.append(written);
    }
  }

  /** From the top of a line's box to its baseline. */
  private ascent(style: CSSStyleDeclaration, rect: DOMRect): number {
    if (!this.ink) return 0.8 * rect.height;
    this.ink.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const { fontBoundingBoxAscent, fontBoundingBoxDescent } = this.ink.measureText('x');
    return (rect.height + fontBoundingBoxAscent - fontBoundingBoxDescent) / 2;
  }

  private image(element: Element, href: string, style: CSSStyleDeclaration): void {
    const rect = element.getBoundingClientRect();
    if (rect.width === 0) return;
    const { x, y } = this.place(rect);
    const size = { width: round(rect.width), height: round(rect.height), preserveAspectRatio: 'none' };
    const image = svgElement('image', { x, y, ...size, href });
    if (style.imageRendering === 'pixelated') image.setAttribute('image-rendering', 'pixelated');
    this.root.append(image);
  }

  private drawing(svg: SVGSVGElement): void {
    const rect = svg.getBoundingClientRect();
    if (rect.width === 0 || rect.height === 0) return;
    const { x, y } = this.place(rect);
    this.box(svg, getComputedStyle(svg));
    this.root.append(stretched(svg, rect, x, y) ?? nested(svg, rect, x, y));
  }
}

/** A drawing that is stretched to its place, with the stretching done: few programs know strokes that don't scale. */
function stretched(svg: SVGSVGElement, rect: DOMRect, x: number, y: number): SVGElement | undefined {
  const view = svg.viewBox.baseVal;
  if (svg.getAttribute('preserveAspectRatio') !== 'none' || !(view.width > 0 && view.height > 0))
    return undefined;
  const group = svgElement('g', { transform: `translate(${x} ${y})` });
  for (const element of svg.querySelectorAll('*')) {
    if (element instanceof SVGGElement && !element.hasAttribute('transform')) continue;
    if (!(element instanceof SVGPathElement) || element.hasAttribute('transform')) return undefined;
    const [a, b] = [rect.width / view.width, rect.height / view.height];
    const d = scaledPath(element.getAttribute('d') ?? '', a, b);
    if (d === undefined) return undefined;
    if (d === '') continue;
    const path = svgElement('path', { d });
    inlineStyle(element, path);
    path.removeAttribute('vector-effect');
    group.append(path);
  }
  return group;
}

/** Any other drawing, as it is. */
function nested(svg: SVGSVGElement, rect: DOMRect, x: number, y: number): SVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  for (const [i, twin] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[i];
    if (original && original !== svg) inlineStyle(original, twin);
  }
  for (const control of copy.querySelectorAll('foreignObject')) control.remove();
  const { overflow } = getComputedStyle(svg); // contour lines end at the plot's edge, half a dot reaches beyond it
  const size = { x, y, width: round(rect.width), height: round(rect.height), overflow };
  for (const [name, value] of Object.entries(size)) copy.setAttribute(name, String(value));
  for (const name of ['class', 'style', 'tabindex']) copy.removeAttribute(name);
  return copy;
}

function inlineStyle(original: Element, copy: Element): void {
  const style = getComputedStyle(original);
  for (const property of DRAWN) {
    const value = style.getPropertyValue(property);
    if (value !== '' && value !== 'none' && value !== 'normal' && value !== 'auto')
      copy.setAttribute(property, value);
    else if (property === 'fill' && value === 'none') copy.setAttribute('fill', 'none');
  }
  if (style.visibility === 'hidden' && !original.closest('.chart-svg'))
    copy.setAttribute('visibility', 'hidden');
  for (const name of ['class', 'style', 'tabindex']) copy.removeAttribute(name);
}

/** The text of a node as it stands on the page, with the place of each line. */
function linesOf(node: Text): { text: string; rect: DOMRect }[] {
  const range = document.createRange();
  const lines: { start: number; end: number; top: number }[] = [];
  for (let i = 0; i < node.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const rect = range.getClientRects()[0];
    if (!rect || rect.width === 0) continue; // white space that the browser has collapsed
    const line = lines.at(-1);
    if (line && Math.abs(line.top - rect.top) < rect.height / 2) line.end = i + 1;
    else lines.push({ start: i, end: i + 1, top: rect.top });
  }
  return lines.map(({ start, end }) => {
    range.setStart(node, start);
    range.setEnd(node, end);
    return { text: node.data.slice(start, end).replace(/\s+/g, ' '), rect: range.getBoundingClientRect() };
  });
}

/** Pictures that the page has from files of its own become part of the file. */
async function inlineImages(root: SVGElement): Promise<void> {
  for (const image of root.querySelectorAll('image')) {
    const href = image.getAttribute('href') ?? '';
    if (href === '' || href.startsWith('data:')) continue;
    const blob = await (await fetch(new URL(href, document.baseURI))).blob();
    image.setAttribute('href', await dataUrl(blob));
  }
}

const dataUrl = (blob: Blob) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the picture can’t be read')));
    reader.readAsDataURL(blob);
  });

/** The drawing as a PNG, `scale` pixels to a CSS pixel. */
export async function asPng({ svg, width, height }: FigureDrawing, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture came of it'))), 'image/png'),
  );
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** A box without what `clip-path: inset(… … … left)` cuts off at its left, as where a line's leader starts. */
function afterLeftInset(rect: DOMRect, clipPath: string): DOMRect {
  const share = /^inset\(.* (\S+)%\)$/.exec(clipPath)?.[1];
  if (share === undefined) return rect;
  const cut = (rect.width * Number(share)) / 100;
  return new DOMRect(rect.x + cut, rect.y, rect.width - cut, rect.height);
}

/** The radius of a box's corners, which are alike, in CSS pixels; at most half its shorter `side`. */
function cornerOf({ borderTopLeftRadius: radius }: CSSStyleDeclaration, side: number): number {
  const value = Number.parseFloat(radius);
  return round(Math.min(side / 2, radius.endsWith('%') ? (value / 100) * side : value));
}

const round = (value: number) => Math.round(100 * value) / 100;
const isClear = (colour: string) => /^transparent$|^rgba\(.*, 0\)$|\/ 0\)$/.test(colour);
