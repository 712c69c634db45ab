/** The agent template for namespaces that have none: it runs without any set-up, and is the one to start from. */

/** What the built-in template runs if nobody says otherwise. */
const agentImage = "ghcr.io/kubetask/agent:0.1.0";

const host = String.raw`[A-Za-z\d][A-Za-z\d.-]*(?::\d+)?`;
const name = String.raw`[a-z\d]+(?:[._-]+[a-z\d]+)*`;
/** As container runtimes read them, in full or as short as people write them. */
const imageName = new RegExp(
  String.raw`^(?:${host}/)?${name}(?:/${name})*(?::\w[\w.-]{0,127})?(?:@sha256:[a-f\d]{64})?$`,
);

/** The template with another image. Throws if that cannot be the name of one: nothing else gets into the text. */
export function builtinTemplateWith(image = agentImage): string {
  if (!imageName.test(image)) {
    throw new Error(`Cannot use ${JSON.stringify(image)} as agent: it is not the name of an image`);
  }
  return `apiVersion: batch/v1
kind: Job
metadata:
  name: "{{ .TaskID }}"
  annotations:
    # Every File context becomes a read-only file in this directory.
    kubetask.io/context-files: /kubetask/contexts
    # The agent's last words are a result: it gets into the status.
    kubetask.io/result: termination-message
spec:
  # An agent is expensive: it is not run again by itself, and not without an end.
  backoffLimit: 0
  activeDeadlineSeconds: 3600
  template:
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      # What the Pod Security Standard "restricted" asks for.
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: agent
          image: "${image}"
          workingDir: /workspace
          env:
            # All contexts, repositories too, as JSON.
            - name: TASK_CONTEXTS
              value: '{{ .Contexts }}'
            - name: KUBETASK_CONTEXT_FILES
              value: /kubetask/contexts
            # No credentials: what is public can be cloned, and nothing pushed.
            - name: KUBETASK_GIT_URL
              value: https://github.com
            # The branch is kubetask/ and the name of the Batch, so that every run goes on where the last one was; without a
            # Batch it is the name of the BatchRun or Task.
            - name: KUBETASK_BATCH
              value: "{{ .BatchName }}"
            - name: KUBETASK_BATCHRUN
              value: "{{ .Name }}"
            - name: KUBETASK_TASK_ID
              value: "{{ .TaskID }}"
            # Seconds. Less than the Job's deadline, so that there is a result.
            - name: KUBETASK_TIME_LIMIT
              value: "3300"
          resources:
            requests:
              cpu: 100m
              memory: 256Mi
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: ["ALL"]
          volumeMounts:
            - name: workspace
              mountPath: /workspace
      volumes:
        - name: workspace
          emptyDir: {}
`;
}

export const builtinTemplate = builtinTemplateWith();
