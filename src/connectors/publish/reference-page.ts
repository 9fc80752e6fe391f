import type { OperationReference, ParameterReference, Reference } from './reference.ts';

/* A reference as a page: Markdown, or HTML that stands alone, without scripts, every text of the description escaped. */

/** The reference as a web page. */
export function referenceHtml(reference: Reference): string {
  const { name, title, version, description, servers, signIn, operations } = reference;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${styles}</style>
</head>
<body>
<header>
<h1>${escape(title)} <small>${escape(version)}</small></h1>
${paragraphs(description)}
<dl>
<dt>In formulas</dt><dd><code>${escape(name)}</code></dd>
${servers.length === 0 ? '' : `<dt>Address</dt><dd>${servers.map((url) => `<code>${escape(url)}</code>`).join(' ')}</dd>`}
${signIn.length === 0 ? '' : `<dt>Signing in</dt><dd>${signIn.map(escape).join('<br>')}</dd>`}
</dl>
</header>
<nav aria-label="Operations">
<ul>
${operations.map((of) => `<li><a href="#${escape(of.name)}">${escape(of.name)}</a> <span>${escape(of.summary)}</span></li>`).join('\n')}
</ul>
</nav>
<main>
${operations.map(operationHtml).join('\n')}
</main>
</body>
</html>
`;
}

function operationHtml(of: OperationReference): string {
  const { name, remarks, parameters, errors } = of;
  return `<section id="${escape(name)}" aria-labelledby="${escape(name)}-title">
<h2 id="${escape(name)}-title">${escape(name)}</h2>
<p class="summary">${escape(of.summary)}</p>
<pre class="signature"><code>${escape(of.signature)}</code></pre>
${paragraphs(of.description)}
${remarks.length === 0 ? '' : `<p class="remarks">${remarks.map(escape).join(' ')}</p>`}
${
  parameters.length === 0
    ? ''
    : `<div class="scroll"><table><thead><tr><th scope="col">Parameter</th><th scope="col">Type</th><th scope="col">What it is</th></tr></thead>
<tbody>
${parameters.map(parameterHtml).join('\n')}
</tbody></table></div>`
}
<h3>Gives</h3>
<pre><code>${escape(of.result)}</code></pre>
${
  errors.length === 0
    ? ''
    : `<h3>Errors</h3>
<dl>${errors.map(({ status, description: words }) => `<dt>${escape(status)}</dt><dd>${escape(words) || '–'}</dd>`).join('')}</dl>`
}
<h3>Example</h3>
<pre class="example"><code>${escape(of.example)}</code></pre>
</section>`;
}

const parameterHtml = ({ name, type, required, description, notes }: ParameterReference): string =>
  `<tr><th scope="row"><code>${escape(name)}</code>${required ? '' : ' <span>optional</span>'}</th><td><code>${escape(type)}</code></td><td>${escape(description)}${
    notes.length === 0 ? '' : `${description === '' ? '' : '<br>'}<span>${escape(notes.join('; '))}</span>`
  }</td></tr>`;

const paragraphs = (text: string): string =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${escape(part.trim())}</p>`)
    .join('\n');

const escapes: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign]!);

const styles = `
:root { color-scheme: light dark; --line: light-dark(#d8dce3, #3a3f4a); --soft: light-dark(#f4f6f9, #1e222a); --quiet: light-dark(#59616e, #a3acba); --link: light-dark(#0f5cbd, #7db4ff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; font: 1rem/1.55 system-ui, sans-serif; background: light-dark(#fff, #14171c); color: light-dark(#1b1f26, #e8ebf0);
  display: grid; gap: 1.5rem 3rem; grid-template-columns: minmax(0, 18rem) minmax(0, 1fr); }
header, h1 { margin: 0; } header { grid-column: 1 / -1; } h1 { font-size: 2rem; line-height: 1.2; } h1 small { font-size: 1rem; font-weight: 400; color: var(--quiet); }
nav { align-self: start; position: sticky; top: 1.5rem; max-height: calc(100vh - 3rem); overflow: auto; }
nav ul { list-style: none; margin: 0; padding: 0; } nav li { padding: .3rem 0; } nav a { display: block; overflow-wrap: anywhere; } nav span, th span, td span { color: var(--quiet); font-size: .875rem; font-weight: 400; }
a { color: var(--link); } a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
section { padding-bottom: 2rem; margin-bottom: 2rem; border-bottom: 1px solid var(--line); scroll-margin-top: 1rem; } section:last-child { border: 0; }
h2 { margin: 0; font-size: 1.375rem; overflow-wrap: anywhere; } h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; } p { margin: .5rem 0; overflow-wrap: anywhere; } .summary { font-size: 1.0625rem; } .remarks { color: var(--quiet); }
code { font: .875rem/1.5 ui-monospace, 'Cascadia Code', monospace; } pre { margin: .5rem 0; padding: .75rem 1rem; background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.example { border-inline-start: 4px solid var(--link); } .scroll { overflow-x: auto; } table { width: 100%; border-collapse: collapse; margin: .75rem 0; } th, td { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; } thead th { color: var(--quiet); font-weight: 600; font-size: .875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0; } dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 48rem) { body { grid-template-columns: minmax(0, 1fr); padding: 1rem; } nav { position: static; max-height: 16rem; border-block: 1px solid var(--line); } }
@media print { nav { display: none; } body { display: block; } section { break-inside: avoid-page; } }
`;

/** The reference as Markdown. */
export function referenceMarkdown({ name, title, version, description, servers, signIn, operations }: Reference): string {
  const facts = [
    `In formulas: \`${name}\``,
    ...servers.map((url) => `Address: \`${url}\``),
    ...signIn.map((of) => `Signing in: ${plain(of)}`),
  ];
  return [
    `# ${plain(title)} ${plain(version)}`.trim(),
    ...(description === '' ? [] : [plain(description)]),
    facts.map((fact) => `* ${fact}`).join('\n'),
    ...operations.map(operationMarkdown),
    '',
  ].join('\n\n');
}

function operationMarkdown(of: OperationReference): string {
  const rows = of.parameters.map(parameterMarkdown);
  const errors = of.errors.map(({ status, description }) => `* ${status}: ${plain(description)}`);
  const blocks = [
    `## ${plain(of.name)}`,
    plain(of.summary),
    fenced(of.signature),
    plain(of.description),
    plain(of.remarks.join(' ')),
    rows.length === 0 ? '' : ['| Parameter | Type | What it is |', '| --- | --- | --- |', ...rows].join('\n'),
    `Gives\n\n${fenced(of.result)}`,
    errors.length === 0 ? '' : `Errors\n\n${errors.join('\n')}`,
    `Example\n\n${fenced(of.example)}`,
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

const parameterMarkdown = ({ name, type, required, description, notes }: ParameterReference): string =>
  `| ${cell(name)}${required ? '' : ' (optional)'} | ${cell(type)} | ${cell([description, ...notes].filter((part) => part !== '').join('; '))} |`;

const fenced = (code: string): string => {
  const fence = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${fence}\n${code}\n${fence}`;
};

/** Text of a description in Markdown: nothing in it is markup. */
const plain = (text: string): string => text.replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`);
const cell = (text: string): string => plain(text).replace(/\s*\n\s*/g, ' ');
