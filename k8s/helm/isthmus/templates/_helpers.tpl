{{/* Every object's name starts with it. */}}
{{- define "isthmus.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{- define "isthmus.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/part-of: isthmus
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* Labels that select pods: dict "root" $ "component" "operator". */}}
{{- define "isthmus.selector" -}}
app.kubernetes.io/name: isthmus-{{ .component }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* What an image is called in full: dict "root" $ "name" "isthmus-agent". */}}
{{- define "isthmus.image" -}}
{{- $image := .root.Values.image -}}
{{- with $image.registry }}{{ trimSuffix "/" . }}/{{ end }}{{ .name }}:{{ coalesce .tag $image.tag .root.Chart.AppVersion }}
{{- end }}

{{- define "isthmus.bootstrapServers" -}}
{{- if .Values.kafka.bootstrapServers -}}
{{- range splitList "," .Values.kafka.bootstrapServers -}}
{{- if not (regexMatch "^[^:/\\s]+:[0-9]{1,5}$" .) -}}
{{- fail (printf "kafka.bootstrapServers has %q: write host:port, several with commas and without spaces" .) -}}
{{- end -}}
{{- end -}}
{{- if .Values.trialBroker.enabled -}}
{{- fail "kafka.bootstrapServers and trialBroker.enabled are both set: name your broker, or take the trial one" -}}
{{- end -}}
{{ .Values.kafka.bootstrapServers }}
{{- else if .Values.trialBroker.enabled -}}
{{ include "isthmus.name" . }}-broker.{{ .Release.Namespace }}.svc:9092
{{- else -}}
{{- fail "no broker: set kafka.bootstrapServers to host:port, or trialBroker.enabled=true to try things" -}}
{{- end -}}
{{- end }}

{{/* What a restricted namespace asks of a pod. */}}
{{- define "isthmus.podSecurity" -}}
runAsNonRoot: true
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "isthmus.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "isthmus.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{/* What the schema cannot say in words that help. */}}
{{- define "isthmus.check" -}}
{{- $kafka := .Values.kafka -}}
{{- if not (regexMatch "^[A-Za-z0-9][A-Za-z0-9._-]*[.]$" $kafka.topicPrefix) -}}
{{- fail (printf "kafka.topicPrefix is %q: it holds letters, digits, '.', '_' and '-', and ends with a dot" $kafka.topicPrefix) -}}
{{- end -}}
{{- if and $kafka.caCertificate (not (contains "-----BEGIN CERTIFICATE-----" $kafka.caCertificate)) -}}
{{- fail "kafka.caCertificate is no certificate in PEM: pass the file with --set-file kafka.caCertificate=ca.crt" -}}
{{- end -}}
{{- if and (hasPrefix "SASL" $kafka.securityProtocol) (not $kafka.userSecret.name) -}}
{{- fail (printf "kafka.securityProtocol %s needs kafka.userSecret.name: a Secret whose key %s is the operator's JAAS line" $kafka.securityProtocol $kafka.userSecret.jaasKey) -}}
{{- end -}}
{{- if and .Values.trialBroker.enabled (ne $kafka.securityProtocol "PLAINTEXT") -}}
{{- fail (printf "trialBroker.enabled with kafka.securityProtocol %s: the trial broker has no security; take PLAINTEXT, or name your own broker in kafka.bootstrapServers" $kafka.securityProtocol) -}}
{{- end -}}
{{- if not (regexMatch "^[0-9]+(ms|s|m|h)$" .Values.operator.drainTimeout) -}}
{{- fail (printf "operator.drainTimeout is %q: write a duration such as 10m" .Values.operator.drainTimeout) -}}
{{- end -}}
{{- end }}
