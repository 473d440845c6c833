#!/bin/sh
# Troubles for the plane of docker-compose.yml, with workers in containers: one is killed, one release is bad. Ends with 0 if both healed.
set -eu
cd "$(dirname "$0")/../.."
limit=${DEMO_LIMIT_SECONDS:-90}

plane() { docker compose exec -T agent java -jar cli.jar "$@"; }
send() { docker compose exec -T kafka /opt/kafka/bin/kafka-console-producer.sh --bootstrap-server localhost:19092 --topic "$1" --reader-property parse.key=true --reader-property key.separator='|'; }
worker() { docker ps -q --filter "label=io.homeostat.worker-id=$1" --filter "label=io.homeostat.version=$2"; }
await() { # what, command
  echo "... $1"
  end=$(($(date +%s) + limit))
  until [ -n "$(eval "$2")" ]; do
    if [ "$(date +%s)" -gt "$end" ]; then echo "not within $limit s: $1" >&2; exit 1; fi
    sleep 1
  done
}
component() { sed -n "/\"subject\": \"$1\"/{s/,\$//;s/\"currentVersion\": \"1.0\"/\"currentVersion\": \"$2\"/;p}" deploy/docker/demo/components/fleet.json; }

for version in 1.0 2.0; do docker build -q --target "demo-worker-$version" -t "homeostat-demo-worker:$version" . >/dev/null; done
docker compose up -d --wait
docker compose --profile demo run --rm fleet
for each in images-1 images-2 mailer-1; do await "$each runs" "worker $each 1.0"; done
await "the plane hears them" "plane get workers | grep 'images-1.*ALIVE'"

echo "trouble: a worker's container is killed"
killed=$(worker images-1 1.0)
docker kill "$killed" >/dev/null
await "another container of images-1 runs" "worker images-1 1.0 | grep -v $killed"
await "the plane has confirmed it" "plane get restarts | grep 'images-1.*SUCCEEDED'"
plane why images-1

echo "trouble: images 2.0 is promoted, and half of its operations fail"
for each in images-1 images-2; do
  echo "$each|$(component "$each" 2.0)" | send components
  echo "$each|{\"workerId\":\"$each\",\"reason\":\"deploy 2.0\",\"requestedBy\":\"demo\"}" | send restart-requests
done
for each in images-1 images-2; do await "$each runs 2.0" "worker $each 2.0"; done
echo "images|{\"promotionId\":\"images-2.0-$(date +%s)\",\"service\":\"images\",\"version\":\"2.0\",\"previousVersion\":\"1.0\",\"actor\":\"demo\"}" | send promotions
for each in images-1 images-2; do await "$each runs 1.0 again" "worker $each 1.0"; done
await "the plane has rolled it back" "plane get promotions | grep 'images.*ROLLED_BACK'"
plane get promotions
echo "both troubles healed. 'docker compose down -v --remove-orphans' removes all of it."
