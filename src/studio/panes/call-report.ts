import { html, nothing, type TemplateResult } from 'lit';
import type { CallReport } from '../../connectors/index.ts';
import { FormulaError, isTable } from '../../formula/index.ts';
import { valueView } from '../value-view.ts';

const MOST = 4000;
const short = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}… (${text.length} characters)` : text);

/** Text in the way a person reads it: JSON with line breaks. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** All that a call tells: how it went in a line, what a formula sees, where the answer is not as described, request and answers. */
export function callReport(report: CallReport): TemplateResult {
  const { request, credentials, exchanges, value, type, misfits } = report;
  const failed = value instanceof FormulaError;
  return html`
    <p role="status">${summary(report)}</p>
    <h3>What a formula sees</h3>
    ${failed ? html`<p class="error">${value.message}</p>` : valueView(value, type)}
    ${
      misfits !== undefined && misfits.length > 0
        ? html`<h3>Not as described</h3>
            <ul>
              ${misfits.map(({ path, message }) => html`<li class="error">${path === '' ? 'The answer' : path} ${message}</li>`)}
            </ul>`
        : nothing
    }
    ${
      request === undefined
        ? nothing
        : html`<h3>Request</h3>
            <pre tabindex="0">
${[
                `${request.method} ${request.url}`,
                ...[...request.headers].map(([name, text]) => `${name}: ${text}`),
                ...credentials,
                ...(typeof request.body === 'string' ? ['', short(pretty(request.body))] : []),
              ].join('\n')}</pre>`
    }
    ${exchanges.map(
      ({ status, reason, headers, body, base64 }) =>
        html`<h3>Answer ${status} ${reason}</h3>
          <pre tabindex="0">
${[
              ...Object.entries(headers).map(([name, text]) => `${name}: ${text}`),
              '',
              body === undefined ? `${Math.floor(((base64?.length ?? 0) * 3) / 4)} bytes` : short(pretty(body)),
            ].join('\n')}</pre>`,
    )}
  `;
}

/** How it went, in one line. */
export function summary({ exchanges, milliseconds, value, misfits }: CallReport): string {
  const last = exchanges.at(-1);
  const parts = [
    ...(last === undefined ? ['Not sent'] : [`${last.status} ${last.reason}`.trim()]),
    `${Math.round(milliseconds)} ms`,
    ...(value !== null && isTable(value) ? [`${value.length} ${value.length === 1 ? 'row' : 'rows'}`] : []),
    ...(misfits === undefined ? [] : [misfits.length === 0 ? 'as described' : `${misfits.length} differences`]),
  ];
  return parts.join(' · ');
}
