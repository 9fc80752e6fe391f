/** What an option of cURL means for a description of the request. */
export type CurlOption =
  | 'method'
  | 'header'
  | 'data'
  | 'data-raw'
  | 'data-urlencode'
  | 'json'
  | 'form'
  | 'form-string'
  | 'user'
  | 'token'
  | 'get'
  | 'head'
  | 'url'
  | 'url-query'
  | 'upload'
  /** Says nothing of the request; `other` takes a value. */
  | 'flag'
  | 'other';

// oxfmt-ignore
const rows: readonly (readonly [meaning: CurlOption, ...names: string[]])[] = [
  ['method',         '-X', '--request'],
  ['header',         '-H', '--header'],
  ['data',           '-d', '--data', '--data-ascii', '--data-binary'],
  ['data-raw',       '--data-raw'],
  ['data-urlencode', '--data-urlencode'],
  ['json',           '--json'],
  ['form',           '-F', '--form'],
  ['form-string',    '--form-string'],
  ['user',           '-u', '--user'],
  ['token',          '--oauth2-bearer'],
  ['get',            '-G', '--get'],
  ['head',           '-I', '--head'],
  ['url',            '--url'],
  ['url-query',      '--url-query'],
  ['upload',         '-T', '--upload-file'],
  ['flag',           '-k', '-L', '-s', '-S', '-v', '-i', '-f', '-g', '-N', '-#', '-0', '-1', '-2', '-3', '-4', '-6', '-n', '-p', '-q', '-O', '-J', '-R', '-a', '-j', '-Z',
                     '--insecure', '--location', '--location-trusted', '--silent', '--show-error', '--verbose', '--include', '--fail', '--fail-with-body', '--globoff',
                     '--compressed', '--no-buffer', '--http1.0', '--http1.1', '--http2', '--http2-prior-knowledge', '--http3', '--ipv4', '--ipv6', '--tlsv1.2', '--tlsv1.3',
                     '--basic', '--digest', '--ntlm', '--negotiate', '--anyauth', '--netrc', '--progress-bar', '--no-progress-meter', '--path-as-is', '--create-dirs',
                     '--remote-name', '--tcp-nodelay', '--ssl-no-revoke', '--no-keepalive', '--raw', '--styled-output'],
  ['other',          '-A', '--user-agent', '-e', '--referer', '-b', '--cookie', '-c', '--cookie-jar', '-o', '--output', '-m', '--max-time', '--connect-timeout',
                     '-x', '--proxy', '-U', '--proxy-user', '-w', '--write-out', '--cacert', '--capath', '-E', '--cert', '--key', '--cert-type', '--key-type', '--pass',
                     '--retry', '--retry-delay', '--retry-max-time', '-D', '--dump-header', '--resolve', '--connect-to', '-r', '--range', '--ciphers', '--limit-rate',
                     '--interface', '-K', '--config', '-y', '-Y', '-z', '-C', '-t', '-Q', '--max-redirs', '--aws-sigv4', '--unix-socket', '--stderr', '--trace', '--trace-ascii'],
];

const options: ReadonlyMap<string, CurlOption> = new Map(
  rows.flatMap(([meaning, ...names]) => names.map((name) => [name, meaning] as const)),
);

/** The meaning of an option; undefined where cURL's own list of those that matter here lacks it. */
export const curlOption = (name: string): CurlOption | undefined => options.get(name);

export const takesValue = (option: CurlOption): boolean => option !== 'flag' && option !== 'get' && option !== 'head';
