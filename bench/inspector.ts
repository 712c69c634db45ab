/** Looks into a process of Deno's that was started with `--inspect`, by the Chrome DevTools Protocol. */

import { waitUntil } from "../tests/cluster/processes.ts";

export interface Inspector extends Disposable {
  /** Throws what the process says is wrong with it. */
  call<Result>(method: string, params?: object): Promise<Result>;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** `port`: the one of `--inspect`, on this machine. */
export async function inspect(port: number): Promise<Inspector> {
  let address = "";
  await waitUntil(`a process is inspected at port ${port}`, 30, async () => {
    try {
      // The list of what can be inspected, as Chrome reads it.
      const [target] = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json() as {
        webSocketDebuggerUrl: string;
      }[];
      address = target?.webSocketDebuggerUrl ?? "";
    } catch {
      return false;
    }
    return address !== "";
  });
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`Cannot inspect the process at port ${port}`));
  });
  let last = 0;
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(data) as Answer; // from the inspected process
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  };
  return {
    async call<Result>(method: string, params: object = {}) {
      const id = ++last;
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params }));
      const { result, error } = await answered;
      if (error) throw new Error(`Cannot ${method}: ${error.message}`);
      return result as Result; // as the protocol says
    },
    [Symbol.dispose]: () => socket.close(),
  };
}
