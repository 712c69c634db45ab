/** What a request asks of the API server, understood from its method, URL and body. */

export interface ApiRequest {
  readonly verb: "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection" | "other";
  /** With the subresource: `batchruns/status`. Empty if the path is none of an object. */
  readonly resource: string;
  /** Empty for requests that concern no namespace, or all. */
  readonly namespace: string;
  readonly name: string;
  readonly userAgent: string;
  readonly body: string;
}

/** `/api/v1/…` or `/apis/group/version/…`, then perhaps a namespace, then resource, name and subresource. */
const objectPath =
  /^\/(?:api\/[^/]+|apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?(?:\/(.+))?$/;

export function apiRequest(method: string, target: string, headers: Headers, body: string): ApiRequest {
  const url = new URL(target, "http://proxy");
  const [, namespace = "", plural = "", name = "", subresource] = objectPath.exec(url.pathname) ?? [];
  const verb = verbOf(method, name !== "", url.searchParams.get("watch") === "true");
  return {
    verb,
    resource: subresource ? `${plural}/${subresource}` : plural,
    namespace: decodeURIComponent(namespace),
    name: verb === "create" && name === "" ? nameIn(body) : decodeURIComponent(name),
    userAgent: headers.get("user-agent") ?? "",
    body,
  };
}

/** `create jobs run-task-0`, for people. */
export function describe({ verb, resource, name }: ApiRequest): string {
  return [verb, resource, name].filter((word) => word).join(" ");
}

function verbOf(method: string, isNamed: boolean, isWatch: boolean): ApiRequest["verb"] {
  switch (method) {
    case "GET":
      return isWatch ? "watch" : isNamed ? "get" : "list";
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return isNamed ? "delete" : "deletecollection";
  }
  return "other";
}

function nameIn(body: string): string {
  try {
    return (JSON.parse(body) as { metadata?: { name?: string } }).metadata?.name ?? ""; // an object that is to be created
  } catch {
    return "";
  }
}
