# 1. Create multiple AI agent templates
kubectl create cm claude-agent --from-file=claude-template.yaml -n team-platform
kubectl create cm gemini-agent --from-file=gemini-template.yaml -n team-platform
kubectl create cm codex-agent --from-file=codex-template.yaml -n team-platform

# 2. Set default to Claude (create convention ConfigMap)
kubectl create cm kubetask-agent \
  --from-file=agent-template.yaml=claude-template.yaml \
  -n team-platform

# 3. Most tasks use default Claude
kubectl apply -f batchrun-normal.yaml

# 4. Specific task uses Gemini
kubectl apply -f - <<EOF
apiVersion: kubetask.io/v1alpha1
kind: BatchRun
metadata:
  name: try-gemini
  namespace: team-platform
spec:
  batchRef: update-dependencies
  agentTemplateRef:
    name: gemini-agent  # Use Gemini
EOF
