/** Attributes of an element. */
type Attributes = Readonly<Record<string, string | number>>;

/** Colours that are told apart in print and by those who see fewer of them. */
export const colors = {
  text: '#222222',
  faint: '#d8d8d8',
  good: '#0072b2',
  bad: '#d55e00',
  second: '#009e73',
};

/** One element; `content` is text or other elements. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${shortened(value)}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/** A line of text. */
export function label(x: number, y: number, content: string, attributes: Attributes = {}): string {
  const plain = { x, y, fill: colors.text, 'font-size': 12, 'dominant-baseline': 'middle', ...attributes };
  return element('text', plain, escaped(content));
}

/** A whole picture, on white, so that it can be read on any page. */
export function picture(width: number, height: number, title: string, elements: readonly string[]): string {
  const head = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'font-family': 'Helvetica, Arial, sans-serif',
  };
  const ground = element('rect', { width, height, fill: '#ffffff' });
  const name = element('title', {}, escaped(title));
  const heading = label(16, 22, title, { 'font-size': 15, 'font-weight': 'bold' });
  return `${element('svg', head, ['', name, ground, heading, ...elements, ''].join('\n'))}\n`;
}

function shortened(value: string | number): string | number {
  return typeof value === 'number' ? Number(value.toFixed(2)) : value;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
