# One image for every service, the agent and the command line: `./mvnw package` first, then `docker build -t homeostat:0.1.0 .`
# The jars are built outside, where they are tested too.
FROM eclipse-temurin:25-jre AS jars
WORKDIR /jars
COPY cli/target/lib/ dependencies/lib/
COPY cli/target/cli.jar heartbeat-service/target/heartbeat-service.jar restart-service/target/restart-service.jar \
     pattern-service/target/pattern-service.jar autofix-service/target/autofix-service.jar \
     rollback-service/target/rollback-service.jar agent/target/agent.jar classes/
# What others wrote changes rarely, ours with every build: a layer each.
RUN mkdir classes/lib && for module in common embedded-broker client simulation agent cli \
      heartbeat-service restart-service pattern-service autofix-service rollback-service; do \
      for jar in dependencies/lib/"$module"-[0-9]*.jar; do if [ -e "$jar" ]; then mv "$jar" classes/lib/; fi; done; done

FROM eclipse-temurin:25-jre AS service
LABEL org.opencontainers.image.title="Homeostat" \
      org.opencontainers.image.description="A self-healing control plane for fleets of workers, on Apache Kafka." \
      org.opencontainers.image.version="0.1.0"
# Group 0 may write the state: a container that has to run as another user (an agent with an engine's socket) needs no other image.
RUN groupadd --gid 10001 homeostat \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/homeostat --shell /usr/sbin/nologin homeostat \
 && install -d -o 10001 -g 0 -m 0770 /var/lib/homeostat
WORKDIR /opt/homeostat
COPY deploy/docker/java.options ./
COPY --from=jars /jars/dependencies/ ./
COPY --from=jars /jars/classes/ ./
ENV HOMEOSTAT_HTTP_HOST=0.0.0.0 HOMEOSTAT_HTTP_PORT=8080 HOMEOSTAT_STATE_DIR=/var/lib/homeostat
USER 10001:10001
EXPOSE 8080
# The base has no curl, and a JVM for a look every few seconds would cost more than the service: bash asks, and takes 200 for a yes.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=2s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$HOMEOSTAT_HTTP_PORT && printf 'GET /health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["java", "@/opt/homeostat/java.options", "-jar"]
CMD ["heartbeat-service.jar"]

# Workers of the demo: 1.0 works, of 2.0 half of the operations fail.
FROM service AS demo-worker-1.0
HEALTHCHECK NONE
ENTRYPOINT ["java", "-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "/opt/homeostat/cli.jar", "io.homeostat.cli.demo.DemoWorker"]
CMD []
FROM demo-worker-1.0 AS demo-worker-2.0
CMD ["--failing-percent=50"]

FROM service
