-- How Argo CD should judge a BatchRun or a Task of KubeTask: by the conditions, once they are about this generation.
local health = { status = "Progressing", message = "Not looked at by KubeTask yet" }
if obj.status == nil or obj.status.conditions == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end
for _, condition in ipairs(obj.status.conditions) do
  if condition.status == "True" then
    health.message = condition.message ~= "" and condition.message or condition.reason
    if condition.type == "Complete" then
      health.status = "Healthy"
    elseif condition.type == "Failed" then
      health.status = "Degraded"
    elseif condition.type == "Reconciling" and condition.reason == "Suspended" then
      health.status = "Suspended"
    end
  end
end
return health
