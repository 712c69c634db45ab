/** Texts that have broken other renderers, by what they aim at. */

/** Pod specs, and what would begin one if a value could end the place where it stands. */
export const podSpecs = [
  "x\n      hostNetwork: true\n      serviceAccountName: admin",
  "x'\n      hostPID: true\n      a: '",
  'x"\n      hostPID: true\n      a: "',
  "x\n\n      volumes: [{name: host, hostPath: {path: /}}]",
  "x\n          securityContext: {privileged: true}",
  "x, securityContext: {privileged: true}, a: b",
  "x}], serviceAccountName: admin, a: [{b: c",
  '{"securityContext":{"privileged":true},"serviceAccountName":"admin"}',
  '"}, "hostNetwork": true, "a": {"b": "',
  "securityContext:\n  privileged: true\n",
  "x\n---\napiVersion: batch/v1\nkind: Job\nspec: {template: {spec: {hostNetwork: true, containers: []}}}",
  "x #",
  "x\n...\n",
  "|-\n  x",
  "!!map {hostNetwork: true}",
  "<<: *pod",
];

/** What parsers, terminals and people read otherwise than it is written. */
export const oddCharacters = [
  ...[
    "\0",
    "\x01",
    "\x07",
    "\x08",
    "\t",
    "\x0b",
    "\x0c",
    "\r",
    "\r\n",
    "\x1b[2J",
    "\x7f",
    "\x80",
    "\x85",
    "\x9f",
    "\xa0",
    "\xad",
  ],
  ...[
    "\u2028",
    "\u2029",
    "\u200b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ufffe",
    "\uffff",
    "\ufffd",
    "\ud800",
    "\udfff",
    "\udfff\ud800",
  ],
  ...["\u{1f600}", "\u{e0001}", "\u{10ffff}", "e\u0301", "\u212a"],
];

/** What mark values while YAML is parsed, and what could be taken for it. */
export const likePlaceholders = [
  ...[
    "\ue000",
    "\ue0000\ue000",
    "\ue0001\ue000",
    "\ue000\ue0000\ue000\ue000",
    "0\ue000",
    "\ue0000",
    "\ue001",
    "\uf8ff0\uf8ff",
  ],
  ...["\\ue0000\\ue000", "…", "\ue000999\ue000", "\u{f0000}0\u{f0000}"],
];
