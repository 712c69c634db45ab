/** The agent templates of the design document, word for word. */

/** "Basic Template". */
export const basicTemplate = `apiVersion: batch/v1
kind: Job
metadata:
  name: "{{.TaskID}}"
  namespace: "{{.Namespace}}"
  labels:
    kubetask.io/batch: "{{.BatchName}}"
    kubetask.io/batchrun: "{{.BatchRunName}}"
spec:
  template:
    spec:
      serviceAccountName: kubetask-agent
      containers:
      - name: agent
        image: ghcr.io/myorg/claude-agent:v1.2.3
        env:
        - name: TASK_CONTEXTS
          value: '{{.Contexts}}'
        - name: ANTHROPIC_API_KEY
          valueFrom:
            secretKeyRef:
              name: claude-credentials
              key: api-key
        volumeMounts:
        - name: workspace
          mountPath: /workspace
      volumes:
      - name: workspace
        persistentVolumeClaim:
          claimName: kubetask-workspace
      restartPolicy: Never
`;

/** "Advanced Template (Multi-AI Support)". */
export const geminiTemplate = `apiVersion: batch/v1
kind: Job
metadata:
  name: "{{.TaskID}}"
  labels:
    kubetask.io/agent: "gemini"
spec:
  template:
    spec:
      serviceAccountName: gemini-agent
      containers:
      - name: agent
        image: ghcr.io/myorg/gemini-agent:latest
        env:
        - name: TASK_CONTEXTS
          value: '{{.Contexts}}'
        - name: GOOGLE_API_KEY
          valueFrom:
            secretKeyRef:
              name: gemini-credentials
              key: api-key
        volumeMounts:
        - name: workspace
          mountPath: /workspace
      volumes:
      - name: workspace
        persistentVolumeClaim:
          claimName: kubetask-workspace
      restartPolicy: Never
`;

/** "Complete Examples", 2. */
export const exampleTemplate = `apiVersion: batch/v1
kind: Job
metadata:
  name: "{{.TaskID}}"
  labels:
    kubetask.io/batch: "{{.BatchName}}"
    kubetask.io/batchrun: "{{.BatchRunName}}"
spec:
  template:
    spec:
      serviceAccountName: kubetask-agent
      containers:
      - name: agent
        image: ghcr.io/myorg/claude-agent:latest
        env:
        - name: TASK_CONTEXTS
          value: '{{.Contexts}}'
        - name: ANTHROPIC_API_KEY
          valueFrom:
            secretKeyRef:
              name: claude-credentials
              key: api-key
        volumeMounts:
        - name: workspace
          mountPath: /workspace
      volumes:
      - name: workspace
        persistentVolumeClaim:
          claimName: kubetask-workspace
      restartPolicy: Never
`;
