import assert from "node:assert/strict";
import { ApiError, classify, type Failure } from "../../kernel/errors.ts";
import { redact, withoutRepeats } from "../../kernel/redact.ts";

const doing = 'create jobs "x" in "ns"';
const judged = (failure: Omit<Failure, "doing">) => {
  const { class: kind, reason } = classify(new ApiError({ doing, ...failure }));
  return `${kind} ${reason}`;
};

/** Status, the API's reason, its message as recorded from Kubernetes 1.35, its causes; and what is made of it. */
const ANSWERS: [string, number, string, string, Failure["causes"]?][] = [
  ["transient NetworkError", 0, "NetworkError", "connection refused"],
  ["transient Unauthorized", 401, "Unauthorized", "Unauthorized"],
  ["transient Timeout", 408, "Timeout", "timed out"],
  ["transient Expired", 410, "Expired", "The provided continue parameter is too old"],
  ["transient TooManyRequests", 429, "TooManyRequests", "please try again later"],
  ["transient InternalError", 500, "InternalError", 'failed calling webhook "w": no endpoints available'],
  ["transient HTTP503", 503, "HTTP503", "HTTP 503"],
  ["transient Timeout", 504, "Timeout", "request did not complete within requested timeout"],
  ["invalid TooLarge", 500, "HTTP500", "etcdserver: request is too large"],
  ["invalid TooLarge", 413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728"],
  ["conflict Conflict", 409, "Conflict", "Operation cannot be fulfilled on jobs.batch: the object has been modified"],
  ["conflict AlreadyExists", 409, "AlreadyExists", 'jobs.batch "x" already exists'],
  ["conflict Conflict", 422, "Invalid", "the server rejected our request due to an error in our request"],
  ["blocked NotFound", 404, "NotFound", 'namespaces "ns" not found'],
  ["blocked Forbidden", 403, "Forbidden", 'jobs.batch is forbidden: User "u" cannot create resource "jobs"'],
  [
    "blocked QuotaExceeded",
    403,
    "Forbidden",
    'jobs.batch "x" is forbidden: exceeded quota: few, requested: count/jobs.batch=1',
  ],
  [
    "blocked QuotaExceeded",
    403,
    "Forbidden",
    'jobs.batch "x" is forbidden: status unknown for quota: few, resources: cpu',
  ],
  [
    "blocked NamespaceTerminating",
    403,
    "Forbidden",
    'jobs.batch "x" is forbidden: unable to create new content in namespace ns because it is being terminated',
    [{ reason: "NamespaceTerminating", message: "namespace ns is being terminated", field: "metadata.namespace" }],
  ],
  ["blocked AdmissionDenied", 400, "HTTP400", 'admission webhook "w.example.com" denied the request: no'],
  [
    "blocked AdmissionDenied",
    403,
    "Forbidden",
    'admission webhook "w.example.com" denied the request: exceeded quota: 1',
  ],
  [
    "blocked AdmissionDenied",
    500,
    "HTTP500",
    'admission webhook "w.example.com" denied the request without explanation',
  ],
  [
    "blocked AdmissionDenied",
    422,
    "Invalid",
    "jobs.batch \"x\" is forbidden: ValidatingAdmissionPolicy 'no-jobs' with binding 'bind' denied request: no Jobs on Fridays",
    [{ message: "ValidatingAdmissionPolicy 'no-jobs' with binding 'bind' denied request: no Jobs on Fridays" }],
  ],
  ["invalid Invalid", 400, "BadRequest", 'strict decoding error: unknown field "spec.foo"'],
  ["invalid Invalid", 422, "Invalid", 'Job.batch "x" is invalid: spec.template: Required value'],
  // A value that looks like a denial is still only a value.
  [
    "invalid Invalid",
    422,
    "Invalid",
    'Job.batch "x" is invalid: spec.a: Invalid value: "admission webhook \\"w\\" denied the request": no',
  ],
];

Deno.test("each answer of the API server has one class and one reason", () => {
  for (const [expected, status, reason, message, causes = []] of ANSWERS) {
    assert.equal(judged({ status, reason, message, causes }), expected, message);
  }
});

Deno.test("whatever is not an answer of the API server is a bug of ours", () => {
  assert.deepEqual(classify(new TypeError("x is undefined")), {
    class: "ours",
    reason: "InternalError",
    message: "x is undefined",
  });
  assert.equal(classify("thrown text").message, "thrown text");
});

Deno.test("an error says what could not be done, and for how long to wait", () => {
  const error = new ApiError({ doing, status: 429, reason: "TooManyRequests", message: "later", retryAfter: 7000 });
  assert.deepEqual(classify(error), {
    class: "transient",
    reason: "TooManyRequests",
    message: 'Cannot create jobs "x" in "ns": later',
    retryAfter: 7000,
  });
});

Deno.test("an error's message is cut where it gets too long for a status", () => {
  const message = new ApiError({ status: 500, reason: "x", message: "a" + "🙂".repeat(1000) }).message;
  assert.deepEqual([message.length, message.isWellFormed(), message.at(-1)], [1000, true, "…"]);
});

Deno.test("an invalid object is told by field and cause, not by its values", () => {
  const causes = [
    {
      reason: "FieldValueInvalid",
      field: "spec.parallelism",
      message: "Invalid value: -1: must be greater than or equal to 0",
    },
    {
      reason: "FieldValueNotFound",
      field: "spec.template.spec.containers[0].volumeMounts[0].name",
      message: 'Not found: "my secret"',
    },
    {
      reason: "FieldValueNotSupported",
      field: "spec.template.spec.containers[0].imagePullPolicy",
      message: 'Unsupported value: "my secret": supported values: "Always", "Never"',
    },
    { reason: "FieldValueRequired", field: "spec.template", message: "Required value" },
  ];
  const told = causes.map(({ field, message }) => `${field}: ${message}`).join(", ");
  const error = new ApiError({
    doing,
    status: 422,
    reason: "Invalid",
    message: `Job.batch "x" is invalid: [${told}]`,
    causes,
  });
  assert.equal(
    error.message,
    'Cannot create jobs "x" in "ns": Job.batch "x" is invalid: ' + [
      "spec.parallelism: Invalid value (not shown): must be greater than or equal to 0",
      "spec.template.spec.containers[0].volumeMounts[0].name: Not found (not shown)",
      'spec.template.spec.containers[0].imagePullPolicy: Unsupported value (not shown): supported values: "Always", "Never"',
      "spec.template: Required value",
    ].join("; "),
  );
  assert.doesNotMatch(JSON.stringify(error.causes), /secret/);
});

Deno.test("echoed values are taken out of a message however they are written", () => {
  const cases: [string, string][] = [
    ['a: Invalid value: "p": must be short', "a: Invalid value (not shown): must be short"],
    ['a: Invalid value: "say \\"hi\\": now, ok": no', "a: Invalid value (not shown): no"],
    ['a: Invalid value: {"k":"}: p"}: field is immutable', "a: Invalid value (not shown): field is immutable"],
    ['a: Invalid value: core.Spec{Name:"p: q", L:[]string{"p"}}: no', "a: Invalid value (not shown): no"],
    [
      "[a: Invalid value: 7: no, b: Too many: 5: must have at most 3 items]",
      "[a: Invalid value (not shown): no, b: Too many: 5: must have at most 3 items]",
    ],
    ['a: Duplicate value: "prompt"', "a: Duplicate value (not shown)"],
    ['a: Too long: "prompt": must have at most 3 bytes', "a: Too long (not shown): must have at most 3 bytes"],
    ["a: Too long: may not be more than 1048576 bytes", "a: Too long: may not be more than 1048576 bytes"],
    [
      'a: Invalid value: "metadata.bogus": field label not supported: metadata.bogus',
      "a: Invalid value (not shown): field label not supported: …",
    ],
    [
      'a: Invalid value: "a prompt\\nof lines": unknown: a prompt\nof lines',
      "a: Invalid value (not shown): unknown: …",
    ],
    ['a: Invalid value: "never closed: no, really', "a: Invalid value (not shown)"],
    [
      'Job cannot be handled: parsing time "prompt" as "2006": cannot parse "prompt"',
      "Job cannot be handled: not an RFC 3339 time",
    ],
    ['namespaces "ns" not found', 'namespaces "ns" not found'],
  ];
  for (const [message, expected] of cases) {
    assert.equal(redact(message), expected);
    assert.equal(redact(expected), expected, "what is clean stays as it is");
  }
});

Deno.test("what a message repeats of some values is not shown, whole or in pieces, but for names", () => {
  const values = {
    spec: {
      env: [{ name: "TEXT", value: 'a "secret prompt\nof many lines" for run-task-0' }],
      image: "evil.example/x",
    },
  };
  const cases: [string, string][] = [
    ["denied: no", "denied: no"],
    ["secret prompt", "…"],
    ["why secret prompt? of many lines!", "why …? …!"],
    ["image evil.example/x is not allowed", "image … is not allowed"],
    ['Cannot create jobs "run-task-0": it runs evil.example/x', 'Cannot create jobs "run-task-0": it runs …'],
    ["secret prom", "secret prom"],
  ];
  assert.deepEqual(
    cases.map(([message]) => withoutRepeats(message, values, ["run-task-0"])),
    cases.map(([, shown]) => shown),
  );
});
