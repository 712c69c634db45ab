/** A connection to a server on this machine, without TLS, for tests that are not about connecting. */

import type { Connection } from "../../kernel/connect.ts";

export interface TestConnection extends Connection, Disposable {
  /** How often the pool was given up. */
  readonly renewed: number;
}

/** Presents the tokens one after the other: the next one after each `refresh`. */
export function aConnection(server: string, tokens: readonly string[] = []): TestConnection {
  const options = { http2: false, poolMaxIdlePerHost: 64 };
  let client = Deno.createHttpClient(options);
  let refreshed = 0;
  let renewed = 0;
  const close = () => client.close();
  return {
    server,
    userAgent: "kubetask-test",
    client: () => client,
    token: () => Promise.resolve(tokens[refreshed]),
    refresh: () => Promise.resolve(void refreshed++),
    renew() {
      client.close();
      client = Deno.createHttpClient(options);
      renewed++;
    },
    get renewed() {
      return renewed;
    },
    close,
    [Symbol.dispose]: close,
  };
}
