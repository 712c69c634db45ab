# List batches
kubectl get batches -n kubetask-system

# Create a batch
kubectl apply -f my-batch.yaml

# Run a batch
kubectl apply -f - <<EOF
apiVersion: kubetask.io/v1alpha1
kind: BatchRun
metadata:
  generateName: update-deps-
  namespace: kubetask-system
spec:
  batchRef: update-dependencies
EOF

# Watch batch execution
kubectl get batchrun -n kubetask-system -w

# Check batch run status
kubectl get batchrun update-deps-abc123 -o yaml

# View logs for a specific task in batch
kubectl logs job/update-deps-abc123-task-0 -n kubetask-system

# List all batch runs
kubectl get batchruns -n kubetask-system
