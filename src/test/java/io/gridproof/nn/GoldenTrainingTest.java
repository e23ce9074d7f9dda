package io.gridproof.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridproof.kernel.Kernel;
import io.gridproof.kernel.TestKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The bits of some trials. They change only together with {@link Trainer#VERSION}: results that
 * users hold would no longer be verified otherwise.
 */
class GoldenTrainingTest {
  private static final Splits SPLITS = Images.splits(12, 300, 40, 200);
  private static final Recording RECORDING = new Recording(2, 10);
  private static final Seeds SEEDS = new Seeds(101, 102, 103);
  private static final Configurations PLAIN = Configurations.plain().steps(30);
  private static final Configurations DEEP =
      PLAIN
          .hidden(33, 10)
          .activations(Activation.SIGMOID, Activation.TANH)
          .initializer(Initializer.XAVIER);

  /** So long that the compiler has replaced all of the kernels' code before the end. */
  private static final int LONG = 600;

  /** A trial, and the digests of its weights and its curve. */
  enum Golden {
    FULL_BATCH(
        PLAIN.initializer(Initializer.RANDOM),
        "38f1c157f3b66456ac2b7605d1533fb028687a777e8636770f0852a343e25556",
        "6ac9ea22578940797c7396740e66eb3c0509a1e7388e37165c789f7ccf5655c0"),
    MINI_BATCHES(
        PLAIN.miniBatch(64),
        "fff7c68c26eadf9a1d971cf02b91de894eb0bf0ac65ef8de0bde484bbb0a3690",
        "4def0fe2f85a6f149f4380427c178d627df1b6eb57750820098e843351cf887d"),
    BATCHES_OF_SEVERAL_BLOCKS(
        PLAIN.miniBatch(140),
        "1fd8eacbbcee3359843c520928acadbaf59f83deb6ed030504c74fb6f55b075f",
        "a089458add2a95ffd8d544b4ef28f1af906091a66c1a9ab770fd87c70d000394"),
    DEEP_FULL_BATCH(
        DEEP,
        "bb787b3c67961e06533c39a2969302a2ff8a3792256f68f9d5d73394bb90f813",
        "5ff49721bedfcda88c79ec0ea938347050a6def1bcc797a4ca8570f669a80ab3"),
    MOMENTUM(
        DEEP.optimizer(Optimizer.MOMENTUM).learningRate(0.1).miniBatch(50),
        "55297ca3055ec80389bebcdd454f9bda89f13d02af016041c692b9848b7cd7bf",
        "e9667f112e544d507936a59304ac8ecd6f8329e63b8589f0cbfe77d74cf05cd5"),
    ADAM(
        DEEP.optimizer(Optimizer.ADAM).learningRate(0.01).miniBatch(50),
        "398812b2503cd83584fcb273ff24145ac4d4e9e98e44d3a638efc61bbd1addac",
        "0eb757204135e2ff54e1502d8feffde6d9ebbe4800c4769dd41f0cd97b4cee11"),
    INVERTED_DROPOUT(
        DEEP.dropout(Dropout.Kind.INVERTED, 0.2).miniBatch(64),
        "95aea8fa1538767430bfd4e208a4800e3bc6b175e0e77461500d28e90417d311",
        "1fa1ed90443860c694f5ba36cebad453cba0d3e9b96cd3bd648d29f112d04b9d"),
    DROPOUT_AS_WRITTEN(
        PLAIN.dropout(Dropout.Kind.AS_WRITTEN, 0.4),
        "efcf58ea01bbe4cf711dcc8b0f4439901b78f1f0946ef28e9bf71583ab31157f",
        "2fb3d2fabdb2c93a944978e265b36c6f24705ca016c8c69378a8cc4d497eb6ac"),
    XAVIER_AS_WRITTEN(
        PLAIN.initializer(Initializer.XAVIER_AS_WRITTEN).learningRate(0.1),
        "edbd915e4236037a3a7cf2d62cf17cbbca659a2f94708f0d2eece287c7754428",
        "0522fd3cb58ba6e551d6da7173f05a9f93828513bee1a9d87849f09fd9cfc841"),
    KAIMING_AS_WRITTEN(
        PLAIN.initializer(Initializer.KAIMING_AS_WRITTEN).learningRate(0.1),
        "7ab5a4b2de5b1723b10a676ae65136ee6c7313b27b46c5aad023d4fa168773d4",
        "53cd921bd9ec8911afd1ebbbcd7421d84d5b476265f0e3d7852e22cafe58766c"),
    LONG_FULL_BATCH(
        PLAIN.learningRate(0.1).steps(LONG),
        "f701efe35afa4d519a8c867aae2dbd578113b9ad0195eba596a8c6d4350edcdf",
        "70791cdd4736e60988cda903d4411ad58763d9766492daa3f3a7c0b812fbb82b"),
    LONG_WITH_DROPOUT(
        DEEP.optimizer(Optimizer.ADAM)
            .learningRate(0.01)
            .dropout(Dropout.Kind.INVERTED, 0.2)
            .miniBatch(64)
            .steps(LONG),
        "9d1beb3868301bdce5973073d467e6cad6cbca927af9db3fe269e5d552dc00c3",
        "39e6cdb43963fc7ca4d1ba6ce4b58b2007f3994c88313cae782f983d3bdc7450");

    private final Configurations configurations;
    private final String weightsSha256;
    private final String curveSha256;

    Golden(Configurations configurations, String weightsSha256, String curveSha256) {
      this.configurations = configurations;
      this.weightsSha256 = weightsSha256;
      this.curveSha256 = curveSha256;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTrialKeepsItsBits(Golden golden) {
    for (Kernel kernel : TestKernels.all()) {
      TrainingResult result =
          new Trainer(kernel, golden.configurations.get(), SEEDS, RECORDING, SPLITS)
              .train(() -> false);
      assertThat(result.weightsSha256())
          .as("weights on %s", kernel.description())
          .isEqualTo(golden.weightsSha256);
      assertThat(result.curveSha256())
          .as("curve on %s", kernel.description())
          .isEqualTo(golden.curveSha256);
    }
  }
}
