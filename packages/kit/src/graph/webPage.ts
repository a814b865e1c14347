export interface WebPageRequest {
  /** The parts of the path, and of the query or, when a form was sent, of the form. Of a name that comes twice nothing. */
  given: Readonly<Record<string, string | undefined>>;
  /** To the graph at this gateway, as whoever asks for the page: with their address, limits and request id, without cookies. */
  fetch: typeof globalThis.fetch;
}

export interface WebPageAnswer {
  status: number;
  /** A whole document. */
  html: string;
}

/** A page for people at one path of the gateway: GET changes nothing, and what its form does is done by POST. */
export interface WebPage {
  path: string;
  get(request: WebPageRequest): Promise<WebPageAnswer>;
  post(request: WebPageRequest): Promise<WebPageAnswer>;
}
