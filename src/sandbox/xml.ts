/** What an answer is made of: a list becomes `<member>` elements, undefined members are left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | Date
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue | undefined };

/** The answer to a successful call, laid out as AWS's are. */
export function answerXml(
  action: string,
  namespace: string,
  result: XmlValue | undefined,
  requestId: string,
): string {
  const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return root(`${action}Response`, namespace, content);
}

/** The answer to a refused call. `Type` is the Sender's fault below status 500, else the Receiver's. */
export function errorXml(
  namespace: string,
  refusal: { status: number; code: string; message: string },
  requestId: string,
): string {
  const Type = refusal.status < 500 ? 'Sender' : 'Receiver';
  const content = {
    Error: { Type, Code: refusal.code, Message: refusal.message },
    RequestId: requestId,
  };
  return root('ErrorResponse', namespace, content);
}

function root(name: string, namespace: string, content: XmlValue): string {
  return element(name, content, '', ` xmlns="${namespace}"`);
}

function element(name: string, value: XmlValue, indent: string, attributes = ''): string {
  const start = `${indent}<${name}${attributes}`;
  const inner = childrenOf(value);
  if (inner === undefined) return `${start}>${escaped(textOf(value))}</${name}>\n`;
  if (inner.length === 0) return `${start}/>\n`;
  const elements = inner.map(([child, content]) => element(child, content, `${indent}  `));
  return `${start}>\n${elements.join('')}${indent}</${name}>\n`;
}

function childrenOf(value: XmlValue): [string, XmlValue][] | undefined {
  if (typeof value !== 'object' || value instanceof Date) return undefined;
  if (Array.isArray(value)) return value.map((member) => ['member', member]);
  return Object.entries(value).filter(
    (entry): entry is [string, XmlValue] => entry[1] !== undefined,
  );
}

function textOf(value: XmlValue): string {
  return value instanceof Date ? `${value.toISOString().slice(0, 19)}Z` : String(value);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

// XML 1.0 has no form at all for most control characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(text: string): string {
  return text
    .replace(impossible, '\ufffd')
    .replace(/[&<>"\r]/g, (character) => entities[character] ?? character);
}
