/** The agent template for namespaces that have none: it runs without any set-up. */

export const builtinTemplate = `apiVersion: batch/v1
kind: Job
metadata:
  name: "{{.TaskID}}"
spec:
  backoffLimit: 0
  activeDeadlineSeconds: 3600
  template:
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        fsGroup: 65532
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: agent
          image: ghcr.io/kubetask/agent:v0.1.0
          workingDir: /workspace
          env:
            - name: TASK_CONTEXTS
              value: '{{.Contexts}}'
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
