package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlagBookTest {

    private final FlagBook book = new FlagBook("images", null, new Misreads());
    private long offset;

    @Test
    void without_records_the_switch_is_off() {
        assertThat(book.snapshot().disableNew()).isFalse();
        assertThat(book.snapshot().killSwitchOffset()).isEqualTo(-1);
        assertThat(book.snapshot().why()).isEqualTo("no kill switch of global or images is ON");
    }

    @Test
    void the_union_of_global_and_the_service_is_obeyed() {
        on("images", 1);
        assertThat(book.snapshot().disableNew()).isTrue();
        on("global", 1);
        off("images", 2);
        assertThat(book.snapshot().disableNew()).as("global is still ON").isTrue();
        assertThat(book.snapshot().why()).isEqualTo("the kill switch of global is ON (epoch 1)");
        off("global", 2);
        assertThat(book.snapshot().disableNew()).isFalse();
    }

    @Test
    void another_services_switch_is_not_obeyed_but_counts_as_applied() {
        on("billing", 1);
        switched("billing", "nonsense");
        assertThat(book.snapshot().disableNew()).isFalse();
        assertThat(book.snapshot().killSwitchOffset()).isEqualTo(1);
    }

    @Test
    void an_unclear_record_reads_as_on_for_its_scope_and_is_loud() {
        try (var log = CapturedLog.open()) {
            switched("images", "{}");
            assertThat(book.snapshot().disableNew()).isTrue();
            assertThat(book.snapshot().why()).startsWith("the kill switch of images is unclear: disableNew is null");
            assertThat(log.about("images")).singleElement().asString().startsWith("WARN The kill switch of images");
        }
        off("images", 1);
        assertThat(book.snapshot().disableNew()).isFalse();
    }

    @Test
    void a_removal_after_on_is_still_on() {
        on("global", 1);
        switched("global", null);
        assertThat(book.snapshot().disableNew()).isTrue();
    }

    @Test
    void the_most_careful_record_says_how_long_it_is_trusted_unless_the_worker_does() {
        assertThat(book.staleAfter()).isEqualTo(Duration.ofMinutes(5));
        switched("global", "{'epoch':1,'disableNew':true,'value':'1','recovery':{'staleAfterSeconds':60}}");
        switched("images", "{'epoch':1,'disableNew':true,'value':'1','recovery':{'staleAfterSeconds':30}}");
        assertThat(book.staleAfter()).isEqualTo(Duration.ofSeconds(30));
        off("images", 2);
        assertThat(book.staleAfter()).isEqualTo(Duration.ofMinutes(1));

        var own = new FlagBook("images", Duration.ofSeconds(7), new Misreads());
        own.switched(
                0,
                utf8("global"),
                utf8("{\"epoch\":1,\"disableNew\":true,\"value\":\"1\",\"recovery\":{\"staleAfterSeconds\":60}}"));
        assertThat(own.staleAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void flags_come_change_and_go() {
        flagged("f", "{'kind':'integer','value':5,'default':1}");
        assertThat(book.snapshot().longFlag("f", 0)).isEqualTo(5);
        flagged("f", "{'kind':'integer','value':6,'default':1}");
        assertThat(book.snapshot().longFlag("f", 0)).isEqualTo(6);
        flagged("f", null);
        assertThat(book.snapshot().longFlag("f", 0)).isZero();
    }

    @Test
    void an_unclear_flag_reads_as_its_last_known_safe_default() {
        flagged("f", "{'kind':'integer','value':5,'default':1}");
        flagged("f", "{'kind':'integer','value':'many','default':1}");
        flagged("g", "nonsense");
        assertThat(book.snapshot().longFlag("f", 0)).isEqualTo(1);
        assertThat(book.snapshot().longFlag("g", 9))
                .as("nothing is known of it")
                .isEqualTo(9);
    }

    @Test
    void a_snapshot_does_not_change() {
        flagged("f", "{'kind':'integer','value':5,'default':1}");
        var before = book.snapshot();
        flagged("f", "{'kind':'integer','value':6,'default':1}");
        on("global", 1);
        assertThat(before.longFlag("f", 0)).isEqualTo(5);
        assertThat(before.disableNew()).isFalse();
    }

    @Test
    void the_number_of_flags_is_bounded_and_known_ones_still_change() {
        for (int i = 0; i <= FlagBook.FLAGS_MAX; i++) {
            flagged("f" + i, "{'kind':'integer','value':5,'default':1}");
        }
        flagged("f0", "{'kind':'integer','value':6,'default':1}");
        flagged("x".repeat(5000), "{'kind':'integer','value':6,'default':1}");
        assertThat(book.snapshot().longFlag("f" + (FlagBook.FLAGS_MAX - 1), 0)).isEqualTo(5);
        assertThat(book.snapshot().longFlag("f" + FlagBook.FLAGS_MAX, 0)).isZero();
        assertThat(book.snapshot().longFlag("f0", 0)).isEqualTo(6);
    }

    private void on(String scope, long epoch) {
        switched(scope, "{'epoch':" + epoch + ",'disableNew':true,'value':'1'}");
    }

    private void off(String scope, long epoch) {
        switched(scope, "{'epoch':" + epoch + ",'disableNew':false,'value':'0'}");
    }

    private void switched(String scope, @Nullable String json) {
        book.switched(offset++, utf8(scope), json == null ? null : utf8(json.replace('\'', '"')));
    }

    private void flagged(String name, @Nullable String json) {
        book.flagged(offset++, utf8(name), json == null ? null : utf8(json.replace('\'', '"')));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
