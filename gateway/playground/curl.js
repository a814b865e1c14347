const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The request of a tab for a shell: sent there, it is answered as here. */
export function curlOf({ url, headers, body }) {
  const lines = [
    `curl ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `--data-raw ${quoted(JSON.stringify(body))}`,
  ];
  return lines.join(' \\\n  ');
}
