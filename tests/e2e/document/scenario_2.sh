# 1. Create new version template (doesn't affect existing)
kubectl create configmap kubetask-agent-v2 \
  --from-file=agent-template-v2.yaml \
  -n team-platform

# 2. Specific BatchRun uses new template
kubectl apply -f - <<EOF
apiVersion: kubetask.io/v1alpha1
kind: BatchRun
metadata:
  name: test-new-template
  namespace: team-platform
spec:
  batchRef: update-dependencies
  agentTemplateRef:
    name: kubetask-agent-v2  # Explicitly specify new template
EOF

# 3. Other BatchRun continues using old template
kubectl apply -f batchrun-production.yaml  # Uses default template
