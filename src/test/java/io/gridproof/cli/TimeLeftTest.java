package io.gridproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private final TimeLeft timeLeft = new TimeLeft(100, 2);

  private void end(int trials, double flops) {
    for (int i = 0; i < trials; i++) {
      timeLeft.ended(flops);
    }
  }

  @Test
  void operationsThatAreLeftTakeAsLongAsThoseBefore() {
    end(5, 4);
    assertThat(timeLeft.after(Duration.ofSeconds(10))).contains(Duration.ofSeconds(40));
  }

  @Test
  void thereIsNoGuessBeforeTwoTrialsOfEachCoreHaveEnded() {
    end(3, 4);
    assertThat(timeLeft.after(Duration.ofSeconds(10))).isEmpty();
    end(1, 4);
    assertThat(timeLeft.after(Duration.ofSeconds(10))).isPresent();
  }

  @Test
  void nothingIsLeftInTheEnd() {
    end(5, 20);
    assertThat(timeLeft.after(Duration.ofSeconds(10))).isEmpty();
  }
}
