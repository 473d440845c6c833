package io.homeostat.common.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceSettingsTest {

    @Test
    void client_settings_reach_the_clients_by_kafkas_own_names() {
        assertThat(client(PropertySource.of(
                        "yaml",
                        Map.of(
                                "homeostat.client.security.protocol",
                                "SASL_SSL",
                                "homeostat.client.metadata.max.age.ms",
                                7777))))
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "metadata.max.age.ms", "7777"));
    }

    @Test
    void they_may_come_out_of_the_environment() {
        var environment = new MapPropertySource("env", Map.of("HOMEOSTAT_CLIENT_SECURITY_PROTOCOL", "SASL_SSL")) {
            @Override
            public PropertyConvention getConvention() {
                return PropertyConvention.ENVIRONMENT_VARIABLE;
            }
        };

        assertThat(client(environment)).isEqualTo(Map.of("security.protocol", "SASL_SSL"));
    }

    @Test
    void without_any_the_clients_keep_their_defaults() {
        assertThat(client(PropertySource.of("none", Map.of()))).isEmpty();
    }

    private static Map<String, String> client(PropertySource source) {
        try (var context = ApplicationContext.builder("test")
                .deduceEnvironment(false)
                .banner(false)
                .properties(Map.of("homeostat.service", "a-service"))
                .propertySources(source)
                .start()) {
            return context.getBean(ServiceSettings.class).client();
        }
    }
}
