package io.homeostat.common.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.OperatorCommand.Owner;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes from outside on the judgement path: valid as it is meant, or refused with field, value and reason. */
class JudgementRecordsTest {

    private static final Origin ORIGIN = new Origin("health-checks", 3, 17, Instant.EPOCH);

    @ParameterizedTest(name = "{0} with id {1} belongs to {2}")
    @CsvSource({
        "PAUSE, '', RESTART",
        "ROLLBACK, '', ROLLBACK",
        "FLAG_SET, '', SWITCH",
        "INCIDENT_ACK, '', PATTERN",
        "APPROVE, fix-1, AUTOFIX",
        "REJECT, pol-1, POLICIES",
        "APPROVE, rel-1, RESTART",
        "APPROVE, ksr-1, SWITCH",
        "APPROVE, fixed, SWITCH",
        "APPROVE, '', SWITCH"
    })
    void a_command_has_exactly_one_owner(String type, String id, Owner owner) {
        assertThat(valid(OperatorCommand.parse(
                                "s",
                                bytes("{'commandId':'c','actor':'a','reason':'r','type':'" + type
                                        + "','arguments':{'id':'" + id + "'}}")))
                        .owner())
                .isEqualTo(owner);
    }

    @ParameterizedTest(name = "{0} names field {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'commandId':'c','type':'PAUSE','subject':'all','actor':'a'} | reason",
                "{'commandId':'c','type':'PAUSE','subject':'all','actor':'a','reason':''} | reason",
                "{'commandId':'c','type':'EXPLODE','subject':'all','actor':'a','reason':'r'} | type",
                "{'commandId':'c','type':'PAUSE','subject':'all','reason':'r'} | actor",
                "{'commandId':'c','type':'PAUSE','actor':'a','reason':'r'} | subject",
                "{'commandId':'c','type':'PAUSE','subject':'all','actor':'a','reason':'r','arguments':[]} | arguments"
            })
    void a_wrong_command_is_refused(String json, String field) {
        assertThat(OperatorCommand.parse(null, bytes(json)))
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class,
                        rejected -> assertThat(rejected.field()).isEqualTo(field));
    }

    @Test
    void a_check_without_an_id_is_named_by_its_coordinates_and_its_rate_is_exact() {
        var check = valid(HealthCheck.parse("images", bytes("{'errorRate':0.20,'checks':{'rpc':false}}"), ORIGIN));
        assertThat(check.checkId()).isEqualTo("health-checks/3/17");
        assertThat(check.errorRate()).isEqualByComparingTo(new BigDecimal("0.20"));
        assertThat(check.checks()).isEqualTo(Map.of("rpc", false));
        assertThat(check.ok()).isNull();
    }

    @ParameterizedTest(name = "{0} names field {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'errorRate':-0.01} | errorRate",
                "{'errorRate':'0.1'} | errorRate",
                "{'operations':-1} | operations",
                "{'operations':1.5} | operations",
                "{'ok':'yes'} | ok",
                "{'checks':{'rpc':1}} | checks.rpc",
                "{'checks':[true]} | checks"
            })
    void a_wrong_check_is_refused(String json, String field) {
        assertThat(HealthCheck.parse("images", bytes(json), ORIGIN))
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class,
                        rejected -> assertThat(rejected.field()).isEqualTo(field));
    }

    @ParameterizedTest(name = "a hold of {0} covers it: {1}")
    @CsvSource({
        "all, true",
        "service:images, true",
        "type:resizer, true",
        "worker:w-1, true",
        "environment:production, true",
        "service:resizer, false",
        "type:images, false",
        "worker:w-10, false"
    })
    void a_hold_covers_what_its_scope_names(String scope, boolean covered) {
        assertThat(hold(scope, null).covers("production", "images", "resizer", "w-1"))
                .isEqualTo(covered);
    }

    @ParameterizedTest(name = "at {0} ms in force: {1}")
    @CsvSource({"999, true", "1000, false", "1001, false"})
    void a_hold_ends_exactly_when_it_expires(long nowMs, boolean inForce) {
        assertThat(hold("all", Instant.ofEpochMilli(1000)).inForce(Instant.ofEpochMilli(nowMs)))
                .isEqualTo(inForce);
    }

    private static Hold hold(String scope, @org.jspecify.annotations.Nullable Instant expiresAt) {
        return new Hold(scope, Hold.Kind.PAUSE, "r", "a", Instant.EPOCH, expiresAt, null);
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T>(var value) -> value;
            case Parsed.Rejected<T> rejected -> throw new AssertionError(rejected.message());
        };
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'service':'s','version':'1','windowSeconds':60,'windowStart':'2026-11-25T08:00:00Z'} | 60",
                "{'service':{'a':[{'windowSeconds':1}]},'windowSeconds':300} | 300",
                "{'windowSeconds':60 | 60",
                "{'windowSeconds':'60'} | -1",
                "{'windowSeconds':null} | -1",
                "{'windowSeconds':99999999999999999999} | -1",
                "{'service':'s'} | -1",
                "{'service':'s | -1",
                "[60] | -1",
                "60 | -1"
            },
            quoteCharacter = '`')
    void the_window_of_a_rate_is_read_without_the_rest(String value, long seconds) {
        assertThat(ErrorRate.windowSeconds(value.replace('\'', '"').getBytes(UTF_8)))
                .isEqualTo(seconds);
    }

    @Test
    void what_is_no_rate_or_too_large_for_one_tells_no_window() {
        assertThat(ErrorRate.windowSeconds(null)).isEqualTo(-1);
        var large = "{\"windowSeconds\":60" + " ".repeat(ErrorRate.BYTES_MAX) + '}';
        assertThat(ErrorRate.windowSeconds(large.getBytes(UTF_8))).isEqualTo(-1);
    }
}
