# 1. Create workspace resources (user's own way)
kubectl create namespace team-platform
kubectl apply -f workspace-setup.yaml  # PVC, Secrets, ServiceAccount, NetworkPolicy

# 2. Create standard Agent template
kubectl create configmap kubetask-agent \
  --from-file=agent-template.yaml \
  -n team-platform

# 3. Create Batch
kubectl apply -f batch-update-deps.yaml

# 4. Create BatchRun (automatically uses convention ConfigMap)
kubectl apply -f - <<EOF
apiVersion: kubetask.io/v1alpha1
kind: BatchRun
metadata:
  name: update-deps-001
  namespace: team-platform
spec:
  batchRef: update-dependencies
  # No need to specify agentTemplateRef, automatically uses "kubetask-agent"
EOF
