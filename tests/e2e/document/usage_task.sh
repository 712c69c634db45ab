# Create and run a single task
kubectl apply -f - <<EOF
apiVersion: kubetask.io/v1alpha1
kind: Task
metadata:
  name: update-service-a
  namespace: kubetask-system
spec:
  contexts:
    - type: File
      file:
        name: task.md
        source:
          inline: "Update dependencies and create PR"
    - type: Repository
      repository:
        org: myorg
        repo: service-a
        branch: main
EOF

# List tasks
kubectl get tasks -n kubetask-system

# Watch task execution
kubectl get task update-service-a -n kubetask-system -w

# Check task status
kubectl get task update-service-a -o yaml

# View task logs
kubectl logs job/$(kubectl get task update-service-a -n kubetask-system -o jsonpath='{.status.jobName}') -n kubetask-system

# Delete completed task
kubectl delete task update-service-a -n kubetask-system
