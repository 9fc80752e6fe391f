import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type Tool as McpTool,
} from '@modelcontextprotocol/sdk/types.js';
import type { Tool, ToolResult } from '../connectors/tools.ts';

/** Tools of one page of the list. */
const PAGE = 100;

/** A server of the Model Context Protocol that has these tools. Not connected yet. */
export function toolServer(tools: readonly Tool[]): Server {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const server = new Server({ name: 'fxloom', version: '0.1.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    const from = Number(params?.cursor ?? 0);
    if (!Number.isInteger(from) || from < 0 || from > tools.length)
      throw new McpError(ErrorCode.InvalidParams, 'This cursor is none of the list’s.');
    const next = from + PAGE;
    return { tools: tools.slice(from, next).map(described), ...(next < tools.length && { nextCursor: String(next) }) };
  });
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = byName.get(params.name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    return answered(await tool.call(params.arguments ?? {}, signal));
  });
  return server;
}

const described = ({ name, title, description, parameters, result, safe, repeatable }: Tool): McpTool => ({
  name,
  title,
  description: `${description}\nAnswers ${JSON.stringify(result).slice(0, 2000)}`,
  inputSchema: parameters as McpTool['inputSchema'],
  // What a service's POST does nobody knows: it counts as something that cannot be undone.
  annotations: { title, readOnlyHint: safe, destructiveHint: !safe, idempotentHint: repeatable, openWorldHint: true },
});

function answered(result: ToolResult): CallToolResult {
  if ('error' in result) {
    const { error } = result;
    return { isError: true, content: [{ type: 'text', text: `${error.kind}: ${error.message}` }], structuredContent: { error } };
  }
  const { value, text, complete } = result;
  const more = complete ? '' : '\nThere is more than this: narrow the question, or raise --max-rows.';
  return { content: [{ type: 'text', text: `${text}${more}` }], structuredContent: { value, complete } };
}
