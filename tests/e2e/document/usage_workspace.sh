# List workspace configs
kubectl get workspaceconfigs -n kubetask-system

# Create workspace config
kubectl apply -f workspace-config.yaml

# View workspace config details
kubectl get workspaceconfig default-workspace -o yaml
