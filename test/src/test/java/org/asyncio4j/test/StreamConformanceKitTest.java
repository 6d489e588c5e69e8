package org.asyncio4j.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import java.util.Set;
import java.util.stream.Collectors;

/** The suite, by streams that it must fail. */
class StreamConformanceKitTest {
    private static TestExecutionSummary run(Class<?> suite) {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(suite)).build();
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    private static Set<String> failures(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName().replace("()", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void suite_onAWrapperThatBreaksNothing_passes() {
        var summary = run(BrokenStreams.Unbroken.class);
        assertEquals(Set.of(), failures(summary));
        assertTrue(summary.getTestsSucceededCount() > 50, "few tests were found");
    }

    @ParameterizedTest
    @CsvSource({
        "CloseDropsWhatIsUnsent, close_whileAnotherTaskWrites_sendsWhatItWrote",
        "LosesAByteOfManyAtOnce, readExactly_messagesOfAllSizes_arriveInOrder",
        "KeepsTheCallersBuffer, write_peerReadsInSpurts_suspendsEachTime",
        "NeverPausesTheWriter, write_nobodyReads_suspendsAndGoesOnLater",
        "NeverPausesReading, write_nobodyReads_suspendsAndGoesOnLater",
        "NeverTellsTheEnd, writeEof_dataUnsent_isSentFirstAndTheAnswerStillComes",
        "NeverTellsThatItIsLost, waitClosed_connectionOpen_waitsForTheEnd",
        "ClosesBothWaysAtOnce, writeEof_peerAnswersMuch_allArrives"
    })
    void suite_onAStreamThatBreaksARule_fails(String stream, String test) throws Exception {
        var suite = Class.forName(BrokenStreams.class.getName() + "$" + stream);
        Set<String> failures = failures(run(suite));
        assertTrue(failures.contains(test), () -> "failed: " + failures);
    }
}
