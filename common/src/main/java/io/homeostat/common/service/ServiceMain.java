package io.homeostat.common.service;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanContextException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** Starts a service: one application context with its HTTP door for health and metrics. */
public final class ServiceMain {

    private ServiceMain() {}

    /** Main of a service's process: runs until the process is asked to end. */
    public static void run(String service) {
        System.setProperty(
                "logback.configurationFile", System.getProperty("logback.configurationFile", "homeostat-logback.xml"));
        var ended = new CountDownLatch(1);
        ApplicationContext context;
        try {
            context = start(service, Map.of());
        } catch (BeanContextException | io.micronaut.http.server.exceptions.ServerStartupException e) {
            LoggerFactory.getLogger(ServiceMain.class).error("{} cannot start: {}", service, rootMessage(e));
            System.exit(1);
            return;
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            context.close();
                            ended.countDown();
                        },
                        service + "-shutdown"));
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts a service in this process. Several may run in one JVM: each has its own context, port and state directory.
     *
     * @param service name, also the Micronaut environment whose {@code application-<name>.yml} applies
     * @param properties override everything else
     */
    public static ApplicationContext start(String service, Map<String, Object> properties) {
        var all = new LinkedHashMap<String, Object>(properties);
        all.put("homeostat.service", service);
        var context = ApplicationContext.builder(service)
                .deduceEnvironment(false)
                .banner(false)
                .properties(all)
                .start();
        try {
            context.getBean(EmbeddedServer.class).start();
            return context;
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    private static String rootMessage(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
