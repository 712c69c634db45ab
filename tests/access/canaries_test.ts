import assert from "node:assert/strict";
import { Canaries } from "./canaries.ts";

Deno.test("a canary is found as it is, in capitals, and anywhere in base64", () => {
  const canaries = new Canaries();
  const secret = canaries.of("Secret");
  const hidden = [secret, secret.toUpperCase(), ...["", "x", "xy", "xyz"].map((before) => btoa(`${before}${secret}!`))];
  for (const text of hidden) assert.deepEqual(canaries.in(`{"a":"${text}"}`), ["Secret"], text);
  assert.deepEqual(canaries.in(new Canaries().of("Secret")), []);
});

Deno.test("leaks are told by place and trace", () => {
  const canaries = new Canaries();
  const text = `${canaries.of("Secret")} ${canaries.of("prompt")}`;
  assert.deepEqual(canaries.leaks({ log: text, events: "", status: canaries.of("prompt") }), [
    "Secret in log",
    "prompt in log",
    "prompt in status",
  ]);
});
