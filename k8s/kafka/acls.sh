#!/bin/sh
# The access rules of one identity as kafka-acls commands, for brokers without Strimzi. Prints them; pipe it to sh to run
# them: k8s/kafka/acls.sh site edge | sh -x
set -eu

usage() {
  cat >&2 <<'TEXT'
usage: acls.sh operator                      the operator
       acls.sh site SITE [KAFKA-SITE...]     agents and routers of SITE, whose routers answer the sites of transport
                                             Kafka that follow
environment: USER_PREFIX    in front of users' names (default: isthmus-)
             TOPIC_PREFIX   as isthmus.topic-prefix (default: isthmus.)
             KAFKA_ACLS     the command with its connection
                            (default: kafka-acls.sh --bootstrap-server localhost:9092)
TEXT
  exit 2
}

user_prefix=${USER_PREFIX-isthmus-}
prefix=${TOPIC_PREFIX-isthmus.}
command=${KAFKA_ACLS-kafka-acls.sh --bootstrap-server localhost:9092}

# allow RESOURCE NAME PATTERN OPERATION...
allow() {
  resource=$1 name=$2 pattern=$3
  shift 3
  operations=
  for operation in "$@"; do
    operations="$operations --operation $operation"
  done
  echo "$command --add --allow-principal User:$user$operations --$resource $name --resource-pattern-type $pattern"
}

check() {
  case $1 in
    '' | -* | *- | *[!a-z0-9-]*)
      echo "acls.sh: \"$1\" cannot be a site's name: it needs a-z, 0-9 and -" >&2
      exit 2
      ;;
  esac
}

case ${1-} in
  operator)
    [ $# -eq 1 ] || usage
    user=${user_prefix}operator
    allow topic "$prefix" prefixed Describe Read Write Create
    allow group isthmus-operator- prefixed Read
    allow transactional-id "${prefix}operator" literal Describe Write
    ;;
  site)
    [ $# -ge 2 ] || usage
    shift
    for site in "$@"; do
      check "$site"
    done
    site=$1
    shift
    user=${user_prefix}site-$site
    allow topic "$prefix$site." prefixed Describe Read
    for topic in nodes heartbeats routers rounds-out; do
      allow topic "$prefix$site.$topic" literal Write
    done
    for other in "$@"; do
      allow topic "$prefix$other.rounds-out" literal Describe Read
      allow topic "$prefix$other.rounds-in" literal Describe Write
    done
    allow topic "${prefix}sessions" literal Describe Write
    allow group "$prefix$site." prefixed Read
    ;;
  *)
    usage
    ;;
esac
