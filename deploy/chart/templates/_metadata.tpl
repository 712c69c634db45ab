{{/* The body of metadata, after the name: what all objects have, and the namespace but for those of the whole cluster. */}}
{{- define "kubetask.metadata" -}}
namespace: {{ .Release.Namespace }}
{{ include "kubetask.marks" . }}
{{- end }}

{{- define "kubetask.marks" -}}
labels:
  {{- include "kubetask.labels" . | nindent 2 }}
{{- with .Values.annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "kubetask.labels" -}}
{{ include "kubetask.selector" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Never changes: a Deployment's selector is immutable. */}}
{{- define "kubetask.selector" -}}
app.kubernetes.io/name: kubetask
app.kubernetes.io/component: operator
{{- end }}
